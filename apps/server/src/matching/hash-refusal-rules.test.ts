import { createHash } from "node:crypto";
import { hashPixels, toHex } from "@vigie/hashing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inventPicture } from "../../../../test/invented-pictures.ts";
import { isFlat, isOfEmptyFile, refusalOfPdq } from "./hash-refusal-rules.ts";
import { leastQuality } from "./match-rules.ts";

const digest = (name: string, text: string) => createHash(name).update(text).digest("hex");

test("the digests of an empty file are known, and no others", () => {
  for (const name of ["md5", "sha1", "sha256"]) {
    expect(isOfEmptyFile(digest(name, ""))).toBe(true);
    expect(isOfEmptyFile(digest(name, "\0"))).toBe(false);
  }
});

test("hashes of nothing, of everything, and of which a half is all the same are flat", () => {
  const half = "3a6c".repeat(8);
  for (const flat of [
    "0".repeat(64),
    "f".repeat(64),
    `${"0".repeat(63)}1`,
    `${"f".repeat(63)}e`,
    `${"0".repeat(32)}${"f".repeat(32)}`,
    `${half}${"0".repeat(32)}`,
    `${"f".repeat(32)}${half}`,
    "00a6".repeat(16),
    "a6ff".repeat(16),
  ]) {
    expect(isFlat(flat), flat).toBe(true);
    expect(refusalOfPdq({ pdq: flat, quality: 100 })).toBe("says_nothing");
  }
});

test("pictures of quality are never flat", () => {
  let seen = 0;
  for (let seed = 0; seed < 60; seed += 1) {
    const { hash, quality } = hashPixels(inventPicture({ seed, width: 128, height: 96 }));
    if (quality < leastQuality) continue;
    seen += 1;
    expect(isFlat(toHex(hash)), String(seed)).toBe(false);
  }
  expect(seen).toBeGreaterThan(30);
});

test("a picture of one colour is refused, whatever its hash", () => {
  for (let grey = 0; grey < 256; grey += 15) {
    const samples = new Uint8Array(64 * 64 * 3).fill(grey);
    const { hash, quality } = hashPixels({ width: 64, height: 64, channels: 3, samples });
    expect(refusalOfPdq({ pdq: toHex(hash), quality }), String(grey)).not.toBeNull();
  }
});

test("a hash that is not flat is compared with a quality of at least 50, and never without", () => {
  const telling = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map(toHex)
    .filter((pdq) => !isFlat(pdq));
  fc.assert(
    fc.property(telling, fc.integer({ min: 0, max: 100 }), (pdq, quality) => {
      expect(refusalOfPdq({ pdq })).toBe("no_quality");
      expect(refusalOfPdq({ pdq, quality })).toBe(quality < leastQuality ? "low_quality" : null);
    }),
  );
});
