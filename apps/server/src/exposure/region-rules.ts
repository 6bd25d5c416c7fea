import { largestReveal, type Severity } from "@vigie/contract";

/** Fractions of a medium's width and height, from the upper left. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Pixels of a picture, from the upper left. */
export interface PixelRegion {
  left: number;
  top: number;
  width: number;
  height: number;
}

// Sums and products of fractions that were meant to be exact.
const slack = 1e-9;

/**
 * The whole pixels that lie inside a region; at least one. Null when it leaves the picture, or is more of its area than may
 * be shown at once.
 */
export function pixelsOf(
  { x, y, width, height }: Region,
  { picture, severity }: { picture: { width: number; height: number }; severity: Severity },
): PixelRegion | null {
  if (!(x + width <= 1 + slack && y + height <= 1 + slack)) return null;
  if (!(width * height <= largestReveal[severity] + slack)) return null;
  const left = Math.max(0, Math.min(Math.ceil(x * picture.width - slack), picture.width - 1));
  const top = Math.max(0, Math.min(Math.ceil(y * picture.height - slack), picture.height - 1));
  const right = Math.min(picture.width, Math.floor((x + width) * picture.width + slack));
  const bottom = Math.min(picture.height, Math.floor((y + height) * picture.height + slack));
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
