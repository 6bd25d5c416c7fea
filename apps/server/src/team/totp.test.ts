import { generate } from "otplib";
import { expect, test } from "vitest";
import { matchTotpStep, newTotpSecret, totpUri } from "./totp.ts";

// RFC 6238, appendix B: the ASCII secret "12345678901234567890", SHA-1, the last six of eight digits.
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const at = (seconds: number) => new Date(seconds * 1000);

test("the codes of RFC 6238 are recognised with their step", async () => {
  expect(await matchTotpStep({ secret: rfcSecret, code: "287082", now: at(59) })).toBe(1);
  expect(await matchTotpStep({ secret: rfcSecret, code: "081804", now: at(1_111_111_109) })).toBe(37_037_036);
});

test("a code counts one step early and one step late, no more", async () => {
  const secret = newTotpSecret();
  const code = await generate({ secret, epoch: 3000 });
  for (const [seconds, step] of [
    [2969, null],
    [2970, 100],
    [3000, 100],
    [3059, 100],
    [3060, null],
  ] as const) {
    expect(await matchTotpStep({ secret, code, now: at(seconds) })).toBe(step);
  }
});

test("anything but six digits is the code of no step", async () => {
  const now = at(59);
  for (const code of ["", "28708", "2870822", "28708x", "２８７０８２", "-28708"]) {
    expect(await matchTotpStep({ secret: rfcSecret, code, now })).toBeNull();
  }
  expect(await matchTotpStep({ secret: rfcSecret, code: " 287 082", now })).toBe(1);
});

test("the address for the authenticator names the hotline", () => {
  const uri = new URL(totpUri({ secret: rfcSecret, issuer: "Ligne: essai", label: "Zoé" }));
  expect(decodeURIComponent(uri.pathname)).toMatch(/Ligne {2}essai:Zoé$/);
  expect(uri.searchParams.get("issuer")).toBe("Ligne  essai");
  expect(uri.searchParams.get("secret")).toBe(rfcSecret);
});
