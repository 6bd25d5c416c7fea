import { expect, test } from "vitest";
import { bundleSignerOf, isBundleSignature } from "./bundle-signature.ts";
import { keyPairFromSeed } from "./sealed-box.ts";

const secret = Buffer.alloc(32, 3);
const bytes = Buffer.from("une liste");

test("the same secret gives the same key, and its signatures hold for the same bytes only", () => {
  const signer = bundleSignerOf(secret);
  expect(signer.publicKey).toMatch(/^[0-9a-f]{64}$/);
  expect(bundleSignerOf(secret).publicKey).toBe(signer.publicKey);
  const signature = bundleSignerOf(secret).sign(bytes);
  expect(isBundleSignature(signer.publicKey, bytes, signature)).toBe(true);
  expect(isBundleSignature(signer.publicKey, Buffer.from("une autre"), signature)).toBe(false);
  expect(isBundleSignature(bundleSignerOf(Buffer.alloc(32, 4)).publicKey, bytes, signature)).toBe(false);
});

test("the key is not the service key under another name", () => {
  const service = keyPairFromSeed(secret);
  const { publicKey } = bundleSignerOf(secret);
  for (const half of [service.publicKey, service.privateKey, secret]) {
    expect(publicKey).not.toBe(Buffer.from(half).toString("hex"));
  }
});

test("a key or a signature of another shape is no, not an error", () => {
  const { publicKey, sign } = bundleSignerOf(secret);
  for (const key of ["", "zz", publicKey.slice(2), `${publicKey}00`, "ff".repeat(32), "00".repeat(32)]) {
    expect(isBundleSignature(key, bytes, sign(bytes))).toBe(false);
  }
  for (const length of [0, 1, 63, 65])
    expect(isBundleSignature(publicKey, bytes, Buffer.alloc(length))).toBe(false);
});
