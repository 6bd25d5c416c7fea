import { describe, expect, test } from "vitest";
import { tentAxis } from "./tent-axis.ts";

/** The weights of one sample after two passes of a box over `length` pixels that shrinks at the ends. */
function twoBoxes(length: number, place: number): number[] {
  const box = Math.ceil(length / 128);
  const half = Math.floor((box + 2) / 2);
  const windowAt = (at: number) => {
    const first = Math.max(0, at - (box - half));
    const last = Math.min(length - 1, at + half - 1);
    return Array.from({ length: last - first + 1 }, (_, step) => first + step);
  };
  const weights = new Array<number>(length).fill(0);
  const outer = windowAt(place);
  for (const middle of outer) {
    const inner = windowAt(middle);
    for (const at of inner) weights[at] = (weights[at] ?? 0) + 1 / (outer.length * inner.length);
  }
  return weights;
}

describe("a side is reduced to 64 samples", () => {
  test("each sample has the weights of two box passes, for every side from 5 to 512", () => {
    for (let side = 5; side <= 512; side += 1) {
      const axis = tentAxis(side, false);
      for (let sample = 0; sample < 64; sample += 1) {
        const weights = new Array<number>(side).fill(0);
        for (let tap = sample * axis.taps; tap < (sample + 1) * axis.taps; tap += 1) {
          const at = axis.sources[tap] ?? -1;
          weights[at] = (weights[at] ?? 0) + (axis.weights[tap] ?? 0) / (axis.scales[sample] ?? 0);
        }
        const expected = twoBoxes(side, Math.floor(((sample + 0.5) * side) / 64));
        for (const [at, weight] of expected.entries()) {
          if (Math.abs(weight - (weights[at] ?? 0)) > 1e-12)
            expect.fail(`side ${side}, sample ${sample}, pixel ${at}: ${weights[at]} instead of ${weight}`);
        }
      }
    }
  });

  test("the weights are whole, their sums are the scales, and a sample of 512 is 1 2 3 4 3 2 1", () => {
    for (const side of [5, 64, 128, 129, 256, 300, 384, 385, 512]) {
      const axis = tentAxis(side, false);
      for (let sample = 0; sample < 64; sample += 1) {
        const taps = axis.weights.slice(sample * axis.taps, (sample + 1) * axis.taps);
        expect(taps.reduce((sum, weight) => sum + weight, 0)).toBe(axis.scales[sample]);
      }
    }
    expect([...tentAxis(512, false).weights.slice(0, 7)]).toEqual([1, 2, 3, 4, 3, 2, 1]);
    expect([...tentAxis(512, false).weights.slice(-7)]).toEqual([3, 6, 9, 13, 10, 7, 0]);
  });

  test("a longer side is sampled at the nearest pixels towards the origin", () => {
    const axis = tentAxis(1024, true);
    expect([...axis.sources.slice(0, 7)]).toEqual([4, 6, 8, 10, 12, 14, 16]);
    expect([...tentAxis(300, true).sources.slice(0, 7)]).toEqual([1, 1, 2, 2, 3, 4, 4]);
  });
});
