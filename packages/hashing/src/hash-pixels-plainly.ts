import { bitsAboveMedian, qualityOf, transform } from "./cosine-transform.ts";
import { reduceInFull } from "./full-oracle.ts";
import { checkPixels, hasSilentWaves, isSampled, isTooSmall, type Pdq, type Pixels } from "./pixels.ts";
import { reducedSide, type TentAxis, tentAxis } from "./tent-axis.ts";

/**
 * The same as `hashPixels`, bit for bit, without WebAssembly.
 * @throws RangeError when the number of samples is not what the sides say.
 */
export function hashPixelsPlainly(pixels: Pixels): Pdq {
  checkPixels(pixels);
  if (isTooSmall(pixels)) return { hash: new Uint8Array(32), quality: 0 };
  const reduced = reduce(pixels);
  return { hash: bitsAboveMedian(transform(reduced)), quality: qualityOf(reduced) };
}

/**
 * The luma of a picture at 64 x 64 places, 0 to 255. The sums are whole numbers, at most 255 × 48 × 48 × 1000, and so
 * do not depend on their order.
 */
export function reduce(pixels: Pixels): Float32Array {
  if (hasSilentWaves(pixels)) return reduceInFull(pixels);
  const columns = tentAxis(pixels.width, isSampled(pixels));
  const rows = tentAxis(pixels.height, isSampled(pixels));
  const reduced = new Float32Array(reducedSide * reducedSide);
  for (let row = 0; row < reducedSide; row += 1) {
    for (let column = 0; column < reducedSide; column += 1) {
      const scale = (rows.scales[row] ?? 0) * (columns.scales[column] ?? 0) * 1000;
      const sum = Math.fround(weightedLuma(pixels, { rows, row, columns, column }));
      reduced[row * reducedSide + column] = sum / scale;
    }
  }
  return reduced;
}

function weightedLuma(
  { width, channels, samples }: Pixels,
  { rows, row, columns, column }: { rows: TentAxis; row: number; columns: TentAxis; column: number },
): number {
  const green = channels === 1 ? 0 : 1;
  const blue = channels === 1 ? 0 : 2;
  let sum = 0;
  for (let y = row * rows.taps; y < (row + 1) * rows.taps; y += 1) {
    let line = 0;
    for (let x = column * columns.taps; x < (column + 1) * columns.taps; x += 1) {
      const at = ((rows.sources[y] ?? 0) * width + (columns.sources[x] ?? 0)) * channels;
      const luma =
        299 * (samples[at] ?? 0) + 587 * (samples[at + green] ?? 0) + 114 * (samples[at + blue] ?? 0);
      line += (columns.weights[x] ?? 0) * luma;
    }
    sum += (rows.weights[y] ?? 0) * line;
  }
  return sum;
}
