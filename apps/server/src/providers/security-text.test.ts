import fc from "fast-check";
import { expect, test } from "vitest";
import { readSecurityText } from "./security-text.ts";

const now = new Date("2026-03-02T08:00:00Z");
const expires = "Expires: 2027-01-01T00:00:00Z";

test("contacts are read in their order, signed or not", () => {
  const text = `-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n# a comment\r\nContact: mailto:security@page.example\r\ncontact: https://page.example/report\r\nContact: tel:+33-1-00-00-00-00\r\nContact: mailto:fourth@page.example\r\n${expires}\r\n-----BEGIN PGP SIGNATURE-----\r\nxyz\r\n`;
  expect(readSecurityText(text, now)).toEqual({
    kind: "read",
    contacts: [
      { email: "security@page.example", url: null, phone: null },
      { email: null, url: "https://page.example/report", phone: null },
      { email: null, url: null, phone: "+33-1-00-00-00-00" },
    ],
    expires: new Date("2027-01-01T00:00:00Z"),
  });
});

test("a file past its date is ignored", () => {
  const text = "Contact: mailto:security@page.example\nExpires: 2026-03-02T07:59:59Z\n";
  expect(readSecurityText(text, now)).toEqual({ kind: "expired" });
});

test("without a contact, without a date, with two dates or with a date that is none, it is no security.txt", () => {
  const contact = "Contact: mailto:security@page.example";
  for (const lines of [
    [expires],
    [contact],
    [contact, expires, expires],
    [contact, "Expires: next year"],
    [contact, "Expires: 1"],
    ["Contact: http://page.example/plain", expires],
    ["Contact: javascript:alert(1)", expires],
    ["<html><body>Contact: us</body></html>"],
  ]) {
    expect(readSecurityText(lines.join("\n"), now).kind, lines.join()).toBe("malformed");
  }
});

test("whatever text comes, reading ends without an error", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string(),
          fc.string().map((value) => `Contact: ${value}`),
          fc.constant(expires),
        ),
      ),
      (lines) => {
        readSecurityText(lines.join("\n"), now);
      },
    ),
  );
});
