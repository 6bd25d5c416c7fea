import fc from "fast-check";
import { expect, test } from "vitest";
import { pixelsOf } from "./region-rules.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });

test("no pixel outside the region is ever among its pixels, and never more than its part", () => {
  fc.assert(
    fc.property(
      fc.record({ x: share, y: share, width: share, height: share }),
      fc.record({ width: fc.integer({ min: 1, max: 3_072 }), height: fc.integer({ min: 1, max: 3_072 }) }),
      fc.constantFrom("severe" as const, "other" as const),
      (region, picture, severity) => {
        const pixels = pixelsOf(region, { picture, severity });
        const most = severity === "severe" ? 0.25 : 0.5;
        const fits = region.x + region.width <= 1 && region.y + region.height <= 1;
        if (!fits || region.width * region.height > most + 1e-9) {
          if (region.width * region.height > most + 1e-6) expect(pixels).toBeNull();
          return;
        }
        if (!pixels) throw new Error("a region that fits was refused");
        const { left, top, width, height } = pixels;
        expect(left + width).toBeLessThanOrEqual(picture.width);
        expect(top + height).toBeLessThanOrEqual(picture.height);
        // One pixel is always shown; beyond that, whole pixels inside the region only.
        if (width > 1) {
          expect(left).toBeGreaterThanOrEqual(region.x * picture.width - 1e-6);
          expect(left + width).toBeLessThanOrEqual((region.x + region.width) * picture.width + 1e-6);
        }
        if (width > 1 && height > 1) {
          expect(width * height).toBeLessThanOrEqual(picture.width * picture.height * most + 1e-3);
        }
      },
    ),
  );
});

test("a quarter of a severe medium, a half of another, and nothing beyond its edge", () => {
  const picture = { width: 100, height: 100 };
  const region = { x: 0, y: 0, width: 0.5, height: 0.5 };
  expect(pixelsOf(region, { picture, severity: "severe" })).toEqual({
    left: 0,
    top: 0,
    width: 50,
    height: 50,
  });
  const half = { ...region, height: 1 };
  expect(pixelsOf(half, { picture, severity: "severe" })).toBeNull();
  expect(pixelsOf(half, { picture, severity: "other" })).toEqual({ left: 0, top: 0, width: 50, height: 100 });
  expect(pixelsOf({ ...region, width: 0.51, height: 1 }, { picture, severity: "other" })).toBeNull();
  expect(pixelsOf({ ...region, x: 0.6 }, { picture, severity: "other" })).toBeNull();
  expect(pixelsOf({ ...region, x: Number.NaN }, { picture, severity: "other" })).toBeNull();
});
