import fc from "fast-check";
import { expect, test } from "vitest";
import { readAuthenticationResults } from "./authentication-results.ts";

const authority = "mx.ligne.example";
const nothing = { spf: "none", dkim: "none", dmarc: "none" };

test("the results of the trusted server are read, comments and versions included", () => {
  expect(
    readAuthenticationResults(
      [
        'MX.ligne.example 1; spf=pass (sender (really) allowed; dmarc=fail) smtp.mailfrom="a;b"@hote.example; ' +
          "dkim=fail header.d=old.example; dkim = pass header.d=hote.example; dmarc/1=pass (p=reject)",
      ],
      authority,
    ),
  ).toEqual({ spf: "pass", dkim: "pass", dmarc: "pass" });
});

test("only the topmost header of the trusted server counts", () => {
  const forged = `${authority}; spf=pass; dkim=pass; dmarc=pass`;
  expect(
    readAuthenticationResults(
      ["mx.elsewhere.example; dmarc=pass", `${authority}; dmarc=fail`, forged],
      authority,
    ),
  ).toEqual({ ...nothing, dmarc: "fail" });
  expect(readAuthenticationResults([`${authority}.evil.example; dmarc=pass`], authority)).toEqual(nothing);
  expect(readAuthenticationResults(['"mx.ligne.example;x"; dmarc=pass'], authority)).toEqual(nothing);
});

test("a soft failure is one, an error of the checks is neither", () => {
  expect(
    readAuthenticationResults([`${authority}; spf=softfail; dkim=temperror; dmarc=permerror`], authority),
  ).toEqual({ spf: "fail", dkim: "none", dmarc: "none" });
  expect(readAuthenticationResults([`${authority}; none`], authority)).toEqual(nothing);
});

test("nobody is believed unless a server is named", () => {
  expect(readAuthenticationResults([`${authority}; dmarc=pass`], null)).toBeNull();
});

test("whatever stands there, reading ends with one of three words for each", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 300 })), (headers) => {
      const found = readAuthenticationResults(
        headers.map((header) => `${authority};${header}`),
        authority,
      );
      for (const verdict of Object.values(found ?? {})) expect(["pass", "fail", "none"]).toContain(verdict);
    }),
  );
  expect(readAuthenticationResults([`${authority};${"(".repeat(1e6)}`], authority)).toEqual(nothing);
});
