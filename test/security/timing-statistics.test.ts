import fc from "fast-check";
import { expect, test } from "vitest";
import { compareTimes, receiptNumbers, yearsOfGuessing } from "./timing-statistics.ts";

test("a comparison worked out by hand comes out the same", () => {
  // Means 3 and 6, variances 2.5 and 10, five of each: the error is the root of 0.5 + 2.
  const { difference, standardError, interval95, medianDifference, auc } = compareTimes(
    [1, 2, 3, 4, 5],
    [2, 4, 6, 8, 10],
  );
  expect(difference).toBeCloseTo(-3, 12);
  expect(standardError).toBeCloseTo(Math.sqrt(2.5), 12);
  expect(interval95[0]).toBeCloseTo(-3 - 1.96 * Math.sqrt(2.5), 12);
  expect(interval95[1]).toBeCloseTo(-3 + 1.96 * Math.sqrt(2.5), 12);
  expect(medianDifference).toBe(-3);
  // Of 25 pairs the first is longer in 4 (3 > 2, 4 > 2, 5 > 2, 5 > 4) and equal in 2.
  expect(auc).toBeCloseTo(5 / 25, 12);
});

test("sets that do not overlap are told apart always, equal ones never", () => {
  expect(compareTimes([3, 4], [1, 2]).auc).toBe(1);
  expect(compareTimes([1, 2], [3, 4]).auc).toBe(0);
  expect(compareTimes([7, 7, 7], [7, 7])).toMatchObject({ difference: 0, standardError: 0, auc: 0.5 });
  expect(() => compareTimes([1], [1, 2])).toThrow(RangeError);
});

test("the chance from ranks is the chance counted pair by pair", () => {
  const times = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(times, times, (first, second) => {
      const pairs = first.flatMap((a) => second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const counted = pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length;
      expect(compareTimes(first, second).auc).toBeCloseTo(counted, 10);
    }),
  );
});

test("on made-up times with a known shift, 95 of 100 intervals hold it, and none misses a large one", () => {
  const random = repeatable(20_261_121);
  const rounds = 1_000;
  let held = 0;
  for (let round = 0; round < rounds; round += 1) {
    const first = Array.from({ length: 100 }, () => skewed(random) + 2);
    const second = Array.from({ length: 100 }, () => skewed(random));
    const { interval95, auc } = compareTimes(first, second);
    if (interval95[0] <= 2 && 2 <= interval95[1]) held += 1;
    expect(interval95[0]).toBeGreaterThan(0);
    expect(auc).toBeGreaterThan(0.6);
  }
  expect(held / rounds).toBeGreaterThan(0.92);
  expect(held / rounds).toBeLessThan(0.98);
});

test("on made-up times without a shift, one time tells nothing", () => {
  const random = repeatable(7);
  const times = () => Array.from({ length: 20_000 }, () => skewed(random));
  const { auc, difference, standardError } = compareTimes(times(), times());
  expect(Math.abs(auc - 0.5)).toBeLessThan(0.01);
  expect(Math.abs(difference)).toBeLessThan(4 * standardError);
});

test("the cost of guessing is that of half of all numbers for one receipt, and falls as there are more", () => {
  const secondsOfYear = 365.25 * 86_400;
  expect(yearsOfGuessing(1, 1) * secondsOfYear).toBeCloseTo(receiptNumbers / 2, -6);
  expect(yearsOfGuessing(20, 1) * 20).toBeCloseTo(yearsOfGuessing(1, 1), -3);
  expect(yearsOfGuessing(1, 99_999) / yearsOfGuessing(1, 1)).toBeCloseTo(2 / 100_000, 12);
});

/** As times of answers are: never below a least, and now and then far above. */
function skewed(random: () => number): number {
  return 10 - Math.log(1 - random()) * 2;
}

/** Numbers from 0 to below 1, the same for the same seed (xorshift, Marsaglia 2003). */
function repeatable(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
