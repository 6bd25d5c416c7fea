import fc from "fast-check";
import { expect, test } from "vitest";
import { chartScale } from "./chart-rules.ts";

test("the scale ends at a round number with few lines", () => {
  expect(chartScale(0)).toEqual({ top: 1, lines: [0, 1] });
  expect(chartScale(3)).toEqual({ top: 3, lines: [0, 1, 2, 3] });
  expect(chartScale(17)).toEqual({ top: 20, lines: [0, 5, 10, 15, 20] });
});

test("no bar is higher than the scale, and lines are whole numbers", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (highest) => {
      const { top, lines } = chartScale(highest);
      expect(top).toBeGreaterThanOrEqual(highest);
      expect(lines.at(-1)).toBe(top);
      expect(lines.length).toBeLessThanOrEqual(6);
      expect(lines.every(Number.isInteger)).toBe(true);
    }),
  );
});
