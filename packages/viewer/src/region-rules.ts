/** A medium cut into equal regions. */
export interface Grid {
  columns: number;
  rows: number;
}

/** A region of a grid, from the upper left, from 0. */
export interface Cell {
  column: number;
  row: number;
}

const square = [2, 3, 4, 6];

/** The grids that a medium may be cut into, the largest regions first: at least one, whatever the share. */
export function gridsOf({ width, height }: { width: number; height: number }, largestReveal: number): Grid[] {
  const halves = width >= height ? { columns: 2, rows: 1 } : { columns: 1, rows: 2 };
  const grids = [halves, ...square.map((side) => ({ columns: side, rows: side }))];
  const allowed = grids.filter(({ columns, rows }) => 1 / (columns * rows) <= largestReveal);
  return allowed.length > 0 ? allowed : grids.slice(-1);
}

/** Nine regions where they are allowed: small enough to choose, large enough to understand. */
export function usualGrid(grids: readonly Grid[]): Grid | undefined {
  return grids.find(({ columns, rows }) => columns * rows === 9) ?? grids[0];
}

/** A region in fractions of the medium. The regions of a grid cover it all and do not overlap. */
export function regionOf({ columns, rows }: Grid, { column, row }: Cell) {
  return { x: column / columns, y: row / rows, width: 1 / columns, height: 1 / rows };
}

/** Where a key leads from a region; null when it is not one that moves. Stops at the edges. */
export function movedCell({ columns, rows }: Grid, { column, row }: Cell, key: string): Cell | null {
  switch (key) {
    case "ArrowLeft":
      return { column: Math.max(0, column - 1), row };
    case "ArrowRight":
      return { column: Math.min(columns - 1, column + 1), row };
    case "ArrowUp":
      return { column, row: Math.max(0, row - 1) };
    case "ArrowDown":
      return { column, row: Math.min(rows - 1, row + 1) };
    case "Home":
      return { column: 0, row };
    case "End":
      return { column: columns - 1, row };
    default:
      return null;
  }
}
