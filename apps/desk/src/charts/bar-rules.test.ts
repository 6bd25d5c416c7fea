import fc from "fast-check";
import { expect, test } from "vitest";
import { barsOfDay, labelledDays, partsOfBar } from "./bar-rules.ts";

test("bars of days stay within the chart and do not touch those of the next day", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 2 }), (days, series) => {
      let end = 0;
      for (let index = 0; index < days; index += 1) {
        for (const { x, width } of barsOfDay(index, { days, series }).bars) {
          expect(x).toBeGreaterThanOrEqual(end - 1e-9);
          end = x + width;
        }
      }
      expect(end).toBeLessThan(100);
    }),
  );
});

test("a week is named day by day, a longer time by four days or fewer", () => {
  expect([...labelledDays(7)]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([...labelledDays(30)]).toEqual([4, 12, 20, 28]);
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 4000 }), (days) => {
      expect(labelledDays(days).size).toBeGreaterThanOrEqual(1);
      expect(labelledDays(days).size).toBeLessThanOrEqual(4);
    }),
  );
});

test("the parts of a bar follow each other, as long as their sum", () => {
  expect(partsOfBar([1, 0, 3], 8)).toEqual([
    { which: 0, x: 0, width: 12.5 },
    { which: 2, x: 12.5, width: 37.5 },
  ]);
});
