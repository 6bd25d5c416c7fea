import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "./hash-text.ts";
import { createMd5 } from "./md5.ts";
import { createSha1 } from "./sha1.ts";
import { createSha256 } from "./sha256.ts";

describe.each([
  ["md5", createMd5],
  ["sha1", createSha1],
  ["sha256", createSha256],
] as const)("%s", (name, create) => {
  test("gives what node:crypto gives, in whatever pieces the bytes come", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), (pieces) => {
        const ours = create();
        const theirs = createHash(name);
        for (const piece of pieces) {
          ours.update(piece);
          theirs.update(piece);
        }
        expect(toHex(ours.digest())).toBe(theirs.digest("hex"));
      }),
    );
  });

  test("is right for every length around the ends of blocks", () => {
    const bytes = Uint8Array.from({ length: 200 }, (_, at) => (at * 91) & 255);
    for (let length = 0; length <= bytes.length; length += 1) {
      const part = bytes.subarray(bytes.length - length);
      expect(toHex(create().update(part).digest())).toBe(createHash(name).update(part).digest("hex"));
    }
  });

  test("is read once", () => {
    const digest = create();
    digest.digest();
    expect(() => digest.digest()).toThrow(/Make a new one/);
    expect(() => digest.update(new Uint8Array(1))).toThrow(/Make a new one/);
  });
});
