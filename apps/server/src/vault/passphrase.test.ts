import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unwrapWithPassphrase, unwrapWithSecret, wrapWithPassphrase, wrapWithSecret } from "./passphrase.ts";

const cheap = { memoryKib: 8, passes: 1 };

test("what is wrapped with a passphrase opens with it, whatever both are", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 100 }),
      fc.string({ unit: "grapheme" }),
      async (secret, passphrase) => {
        const box = await wrapWithPassphrase(secret, passphrase, cheap);
        expect(await unwrapWithPassphrase(box, passphrase)).toEqual(Buffer.from(secret));
        expect(await unwrapWithPassphrase(box, `${passphrase}x`)).toBeNull();
      },
    ),
  );
});

test("a box made at the default cost opens", async () => {
  const secret = randomBytes(32);
  expect(
    await unwrapWithPassphrase(await wrapWithPassphrase(secret, "correct horse"), "correct horse"),
  ).toEqual(secret);
});

test("an accent typed as one character or as two is the same passphrase", async () => {
  const box = await wrapWithPassphrase(Buffer.of(1), "phrase cach\u00e9e", cheap);
  expect(await unwrapWithPassphrase(box, "phrase cache\u0301e")).toEqual(Buffer.of(1));
});

test("the same secret and passphrase give two different boxes", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(() => wrapWithPassphrase(Buffer.alloc(32), "phrase", cheap)),
  );
  expect(first).not.toEqual(second);
});

test("a passphrase box with any one bit changed, or cut short, does not open", async () => {
  const box = await wrapWithPassphrase(Buffer.from("key"), "phrase", cheap);
  for (let bit = 0; bit < box.length * 8; bit += 1) {
    expect(await unwrapWithPassphrase(withBitFlipped(box, bit), "phrase"), `bit ${bit}`).toBeNull();
  }
  for (let length = 0; length < box.length; length += 1) {
    expect(await unwrapWithPassphrase(box.subarray(0, length), "phrase")).toBeNull();
  }
});

test("a header that asks for absurd work is refused before any work", async () => {
  const box = await wrapWithPassphrase(Buffer.from("key"), "phrase", cheap);
  const header = Buffer.from(box);
  header.writeUInt32BE(0xffffffff, 1);
  expect(await unwrapWithPassphrase(header, "phrase")).toBeNull();
});

test("what is wrapped with a secret opens with that secret only", () => {
  const [mine, other] = [randomBytes(32), randomBytes(32)];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (secret) => {
      const box = wrapWithSecret(secret, mine);
      expect(unwrapWithSecret(box, mine)).toEqual(Buffer.from(secret));
      expect(unwrapWithSecret(box, other)).toBeNull();
    }),
  );
});

test("a secret's box with any one bit changed, or cut short, does not open", () => {
  const mine = randomBytes(32);
  const box = wrapWithSecret(randomBytes(32), mine);
  for (let bit = 0; bit < box.length * 8; bit += 1)
    expect(unwrapWithSecret(withBitFlipped(box, bit), mine)).toBeNull();
  for (let length = 0; length < box.length; length += 1)
    expect(unwrapWithSecret(box.subarray(0, length), mine)).toBeNull();
});

test("a wrapping secret that is not 32 bytes is refused", () => {
  expect(() => wrapWithSecret(Buffer.of(1), Buffer.from("short"))).toThrow(RangeError);
});

function withBitFlipped(box: Buffer, bit: number): Buffer {
  const copy = Buffer.from(box);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}
