import { checkPixels, isTooSmall, type Pixels } from "./pixels.ts";

/** Steps along a line, and lines: 16 x 8 to the right and 8 x 16 downwards make 256 bits. */
const steps = 16;
const lines = 8;

/** Of a picture whose shorter side has twice as many pixels or more, only every second is looked at, and so on. */
const sideThatIsEnough = 768;

/**
 * A second perceptual hash, to confirm or refute a near match of PDQ: where a picture clearly gets brighter, to the right
 * and downwards, between the means of its parts. It looks at more pixels than PDQ, and at the waves along one side alone,
 * which PDQ does not; a picture made to have the PDQ hash of another keeps its own gradients. Alone it is not for searching.
 *
 * Sums of whole numbers, and sums and quotients of 64-bit floats in one order: the same bits everywhere.
 * @returns 32 bytes, for `hammingDistance`; zeros below 5 pixels a side, as for PDQ.
 * @throws RangeError when the number of samples is not what the sides say.
 */
export function hashGradients(pixels: Pixels): Uint8Array {
  checkPixels(pixels);
  const hash = new Uint8Array(32);
  if (isTooSmall(pixels)) return hash;
  const { wide, high } = meansOfParts(pixels);
  const differences: number[] = [];
  for (let row = 0; row < lines; row += 1) {
    for (let step = 0; step < steps; step += 1) {
      const at = row * (steps + 1) + step;
      differences.push((wide[at + 1] ?? 0) - (wide[at] ?? 0));
    }
  }
  for (let step = 0; step < steps; step += 1) {
    for (let column = 0; column < lines; column += 1) {
      const at = step * lines + column;
      differences.push((high[at + lines] ?? 0) - (high[at] ?? 0));
    }
  }
  // What is almost flat stays 0, whatever a compression makes of it.
  const clear =
    differences.reduce((sum, difference) => sum + Math.abs(difference), 0) / (8 * differences.length);
  for (const [bit, difference] of differences.entries()) {
    if (difference > clear) hash[bit >> 3] = (hash[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  }
  return hash;
}

/** The mean luma of 17 x 8 parts of a picture (`wide`), and of 8 x 17 (`high`), row after row. */
function meansOfParts(pixels: Pixels): { wide: Float64Array; high: Float64Array } {
  const { channels, samples } = pixels;
  const every = Math.max(1, Math.floor(Math.min(pixels.width, pixels.height) / sideThatIsEnough));
  const width = Math.ceil(pixels.width / every);
  const height = Math.ceil(pixels.height / every);
  const columns = { wide: bounds(width, steps + 1), high: bounds(width, lines) };
  const rows = { wide: bounds(height, lines), high: bounds(height, steps + 1) };
  const means = {
    wide: new Float64Array(lines * (steps + 1)),
    high: new Float64Array(lines * (steps + 1)),
  };
  const green = channels === 1 ? 0 : 1;
  const blue = channels === 1 ? 0 : 2;
  const before = new Float64Array(width + 1);
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    let at = y * every * pixels.width * channels;
    for (let x = 0; x < width; x += 1) {
      sum += 77 * (samples[at] ?? 0) + 150 * (samples[at + green] ?? 0) + 29 * (samples[at + blue] ?? 0);
      before[x + 1] = sum;
      at += every * channels;
    }
    for (const shape of ["wide", "high"] as const) {
      const parts = columns[shape];
      for (const [row, { first, end }] of rows[shape].entries()) {
        if (y < first || y >= end) continue;
        for (const [column, part] of parts.entries()) {
          const place = row * parts.length + column;
          means[shape][place] =
            (means[shape][place] ?? 0) + (before[part.end] ?? 0) - (before[part.first] ?? 0);
        }
      }
    }
  }
  for (const shape of ["wide", "high"] as const) {
    for (const [row, high] of rows[shape].entries()) {
      for (const [column, wide] of columns[shape].entries()) {
        const at = row * columns[shape].length + column;
        means[shape][at] = (means[shape][at] ?? 0) / ((high.end - high.first) * (wide.end - wide.first));
      }
    }
  }
  return means;
}

/** Cuts a side into parts, each of one pixel at least. */
function bounds(side: number, parts: number): { first: number; end: number }[] {
  return Array.from({ length: parts }, (_, part) => {
    const first = Math.floor((part * side) / parts);
    return { first, end: Math.max(first + 1, Math.floor(((part + 1) * side) / parts)) };
  });
}
