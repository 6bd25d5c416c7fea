import { describe, expect, test } from "vitest";
import { bitsAboveMedian, cosines, qualityOf } from "./cosine-transform.ts";

describe("the transform", () => {
  test("does not depend on how exactly an engine computes a cosine", () => {
    // Engines differ in the last bits of 53. None of the values is so near to the middle between two floats of 24 bits.
    const scale = Math.fround(Math.sqrt(2 / 64));
    for (let row = 0; row < 16; row += 1) {
      for (let column = 0; column < 64; column += 1) {
        const value = scale * Math.cos((Math.PI / 128) * (row + 1) * (2 * column + 1));
        for (const nudge of [-1e-13, 1e-13]) {
          expect(Math.fround(value + nudge)).toBe(cosines[row * 64 + column]);
        }
      }
    }
  });

  test("the 128th smallest of 256 is the median: 128 different values above it give 128 bits", () => {
    const spectrum = Float32Array.from({ length: 256 }, (_, at) => ((at * 37) % 256) - 100);
    const hash = bitsAboveMedian(spectrum);
    const bits = [...spectrum].map((value, at) => {
      expect(((hash[31 - (at >> 3)] ?? 0) >> (at & 7)) & 1).toBe(value > 27 ? 1 : 0);
      return value > 27;
    });
    expect(bits.filter(Boolean)).toHaveLength(128);
  });

  test("quality counts steps of a hundredth of the range, and ends at 100", () => {
    expect(qualityOf(new Float32Array(4096).fill(90))).toBe(0);
    const faint = Float32Array.from({ length: 4096 }, (_, at) => (at % 2) * 2.5);
    expect(qualityOf(faint)).toBe(0);
    // 64 rows of 63 steps, each 2.55 and so 1 of 100.
    const visible = Float32Array.from({ length: 4096 }, (_, at) => (at % 2) * 2.56);
    expect(qualityOf(visible)).toBe(Math.floor((64 * 63) / 90));
    const board = Float32Array.from({ length: 4096 }, (_, at) => ((at + (at >> 6)) % 2) * 255);
    expect(qualityOf(board)).toBe(100);
  });
});
