import fc from "fast-check";
import { expect, test } from "vitest";
import { gridsOf, movedCell, regionOf, usualGrid } from "./region-rules.ts";

const medium = fc.record({
  width: fc.integer({ min: 1, max: 9_000 }),
  height: fc.integer({ min: 1, max: 9_000 }),
});
const share = fc.double({ min: 1 / 36, max: 1, noNaN: true });

test("no region of any grid is more than a reveal may show, nor smaller than a fiftieth of a side", () => {
  fc.assert(
    fc.property(medium, share, (shape, largestReveal) => {
      const grids = gridsOf(shape, largestReveal);
      expect(grids.length).toBeGreaterThan(0);
      for (const grid of grids) {
        const { width, height } = regionOf(grid, { column: 0, row: 0 });
        expect(width * height).toBeLessThanOrEqual(largestReveal + 1e-9);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(0.02);
      }
      expect(grids).toContainEqual(usualGrid(grids));
    }),
  );
});

test("the regions of a grid cover a medium once and leave it nowhere", () => {
  for (const grid of gridsOf({ width: 300, height: 200 }, 1)) {
    let area = 0;
    for (let row = 0; row < grid.rows; row += 1) {
      for (let column = 0; column < grid.columns; column += 1) {
        const region = regionOf(grid, { column, row });
        area += region.width * region.height;
        expect(region.x + region.width).toBeLessThanOrEqual(1 + 1e-9);
        expect(region.y + region.height).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
    expect(area).toBeCloseTo(1);
  }
});

test("arrows never leave the grid, and reach each of its regions", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End")),
      (keys) => {
        const grid = { columns: 3, rows: 2 };
        let cell = { column: 1, row: 1 };
        for (const key of keys) {
          const next = movedCell(grid, cell, key);
          if (next === null) throw new Error(`${key} moves`);
          cell = next;
          expect(cell.column).toBeGreaterThanOrEqual(0);
          expect(cell.column).toBeLessThan(3);
          expect(cell.row).toBeGreaterThanOrEqual(0);
          expect(cell.row).toBeLessThan(2);
        }
      },
    ),
  );
  expect(movedCell({ columns: 2, rows: 1 }, { column: 0, row: 0 }, "ArrowRight")).toEqual({
    column: 1,
    row: 0,
  });
  expect(movedCell({ columns: 2, rows: 2 }, { column: 0, row: 0 }, "ArrowDown")).toEqual({
    column: 0,
    row: 1,
  });
  expect(movedCell({ columns: 2, rows: 1 }, { column: 0, row: 0 }, "a")).toBeNull();
});

test("a severe medium is never cut into halves, and a wide one otherwise is cut across", () => {
  expect(gridsOf({ width: 300, height: 200 }, 1 / 4)[0]).toEqual({ columns: 2, rows: 2 });
  expect(gridsOf({ width: 300, height: 200 }, 1 / 2)[0]).toEqual({ columns: 2, rows: 1 });
  expect(gridsOf({ width: 200, height: 300 }, 1 / 2)[0]).toEqual({ columns: 1, rows: 2 });
});
