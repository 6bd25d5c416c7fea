import { expect, test } from "vitest";
import { isSignature, signerOf } from "./signer.ts";

const secret = Buffer.alloc(32, 3);

test("a use and a secret give one key, another of either gives another", () => {
  const keys = [signerOf(secret, "une"), signerOf(secret, "autre"), signerOf(Buffer.alloc(32, 4), "une")].map(
    ({ publicKey }) => publicKey,
  );
  expect(new Set(keys).size).toBe(3);
  expect(signerOf(secret, "une").publicKey).toBe(keys[0]);
});

// RFC 8032, section 7.1, test 2.
test("a signature of the standard's example verifies, and no other does", () => {
  const key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  const signature = Buffer.from(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "hex",
  );
  expect(isSignature(key, Buffer.of(0x72), signature)).toBe(true);
  expect(isSignature(key, Buffer.of(0x73), signature)).toBe(false);
  for (let bit = 0; bit < signature.length * 8; bit += 1) {
    const changed = Buffer.from(signature);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(isSignature(key, Buffer.of(0x72), changed)).toBe(false);
  }
});
