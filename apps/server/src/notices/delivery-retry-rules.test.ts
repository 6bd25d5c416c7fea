import fc from "fast-check";
import { expect, test } from "vitest";
import { minutesUntilNextTry } from "./delivery-retry-rules.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("tries thin out and end after about five days, whatever chance does", () => {
  fc.assert(
    fc.property(fc.array(random, { minLength: 60, maxLength: 60 }), (chances) => {
      const waits: number[] = [];
      for (const chance of chances) {
        const minutes = minutesUntilNextTry(waits.length + 1, chance);
        if (minutes === null) break;
        waits.push(minutes);
      }
      expect(waits.length).toBeLessThan(chances.length);
      expect(minutesUntilNextTry(waits.length + 1, 0)).toBeNull();
      const waited = waits.reduce((sum, minutes) => sum + minutes, 0);
      expect(waited).toBeGreaterThan(3.8 * 24 * 60);
      expect(waited).toBeLessThan(6 * 24 * 60);
      for (const [index, minutes] of waits.slice(1).entries()) {
        // The longest wait repeats: there, chance alone decides.
        expect(minutes).toBeGreaterThan((waits[index] ?? 0) * 0.6);
      }
    }),
  );
});

test("two notices that failed together come back apart, around the time of the table", () => {
  expect(minutesUntilNextTry(3, 0)).toBeCloseTo(4);
  expect(minutesUntilNextTry(3, 0.5)).toBeCloseTo(5);
  expect(minutesUntilNextTry(3, 0.999)).toBeLessThan(6);
  expect(minutesUntilNextTry(10_000, 0)).toBeNull();
});
