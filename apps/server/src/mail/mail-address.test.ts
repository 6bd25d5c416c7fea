import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMailAddress } from "./mail-address.ts";

const plain = [
  ["abuse@example.org", "abuse@example.org"],
  ["  abuse@example.org ", "abuse@example.org"],
  ["Abuse.Desk+fr@Example.ORG", "Abuse.Desk+fr@example.org"],
  ["abuse@hébergeur.example", "abuse@xn--hbergeur-b1a.example"],
  ["abuse@sub.domain.co.uk", "abuse@sub.domain.co.uk"],
  ["o'neil_x@example.org", "o'neil_x@example.org"],
] as const;

test.each(plain)("%j is one plain address", (typed, address) => {
  expect(parseMailAddress(typed)).toEqual({ kind: "ok", address });
});

const separators = [
  "\r\n",
  "\n",
  "\r",
  "\u2028",
  "\u2029",
  "\u0085",
  "\u000b",
  "\u000c",
  "\u0000",
  "\t",
  "\u001c",
  "\u00a0",
  "\u200b",
  "\u202e",
  "\ufeff",
  "\u2066",
  "\u061c",
  "\u180e",
  "%0d%0a",
  "\\r\\n",
  "\ud800",
];
const smuggled = [
  "Bcc: evil@example.net",
  "RCPT TO:<evil@example.net>",
  "evil@example.net",
  "Subject: x",
  ".",
  "DATA",
  "X",
];
const tricks = [
  "",
  " ",
  "@",
  "a@",
  "@b.example",
  "a@b",
  "root@localhost",
  "a@@example.org",
  "a@b@example.org",
  ".a@example.org",
  "a.@example.org",
  "a..b@example.org",
  "Desk <a@example.org>",
  "<a@example.org>",
  "a@example.org>",
  '"a b"@example.org',
  '"a@evil.example"@example.org',
  "a@example.org,evil@example.net",
  "a@example.org;evil@example.net",
  "a@example.org evil@example.net",
  "a(comment)@example.org",
  "a@example.org(comment)",
  "a@(x)example.org",
  "group:a@example.org;",
  "mailto:a@example.org",
  "a%evil.example@example.org",
  "evil.example!a@example.org",
  "@relay.example:a@example.org",
  "a|sh@example.org",
  "`id`@example.org",
  "a/b@example.org",
  "$x@example.org",
  "a@[127.0.0.1]",
  "a@[IPv6:::1]",
  "a@127.0.0.1",
  "a@0x7f.1",
  "a@2130706433",
  "a@1.2.3.4",
  "a@-example.org",
  "a@example-.org",
  "a@example..org",
  "a@.example.org",
  "a@example.org.",
  "a@exa mple.org",
  "a@exam_ple.org",
  "a@example.org/x",
  "a@example.org:25",
  "a@example.org?bcc=evil@example.net",
  "a@ｅxample.org",
  "a@example。org",
  "a@①example.org",
  "é@example.org",
  "аbuse@example.org",
  "a@exa\u00admple.org",
  "a@ex\u200dample.org",
  "a@xn--\u00e9.org",
  "a@xn--0.org",
  `${"a".repeat(65)}@example.org`,
  `a@${"b".repeat(64)}.org`,
  `a@${"b.".repeat(130)}org`,
  "a".repeat(10_000),
  "a@example.org\\",
  "a\\@example.org",
  "'a@example.org' <evil@example.net>",
  "a@example.org\u3000",
  "=?utf-8?q?a?=@example.org <evil@example.net>",
  "a@example.org <evil@example.net>",
  "a@ⓔxample.org",
];
const hostile = [
  ...separators.flatMap((separator) => smuggled.map((text) => `abuse@example.org${separator}${text}`)),
  ...separators.map((separator) => `abuse@${separator}example.org`),
  ...separators.map((separator) => `ab${separator}use@example.org`),
  ...tricks,
];

test("more than 200 hostile addresses are all refused", () => {
  expect(hostile.length).toBeGreaterThan(200);
  for (const typed of hostile) {
    expect(parseMailAddress(typed).kind, JSON.stringify(typed)).toBe("refused");
  }
});

// Cut to bytes, these letters end in 0x0a and 0x0d; quoted-printable reads the third as a line break.
test.each([
  "a@example.org\u560aDATA",
  "a@\u560dexample.org",
  "ab=0D=0Ause@example.org",
])("%j, which means a line break elsewhere, comes out inert or not at all", (typed) => {
  const read = parseMailAddress(typed);
  if (read.kind === "ok") expect(read.address).toMatch(/^[a-zA-Z0-9=]+@[a-z0-9.-]+$/);
});

test("whatever is typed, what comes out is one ASCII address without anything to interpret", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }))
      .map(([a, b]) => `${a}@${b}.example`),
    fc.tuple(fc.constantFrom(...hostile), fc.constantFrom(...hostile)).map(([a, b]) => a + b),
  );
  fc.assert(
    fc.property(anyText, (typed) => {
      const read = parseMailAddress(typed);
      if (read.kind === "refused") return;
      expect(read.address).toMatch(/^[A-Za-z0-9#&'*+=?^_{}~.-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      expect(parseMailAddress(read.address)).toEqual(read);
    }),
    { numRuns: 2_000 },
  );
});
