import { bitsAboveMedian, frequencies } from "./cosine-transform.ts";
import { measurePixels } from "./hash-pixels.ts";
import type { Pixels } from "./pixels.ts";

/**
 * The eight ways to turn and mirror a picture, by the names of the reference: rotations are anticlockwise, flipX turns
 * top and bottom over, flipY left and right, flipPlus1 swaps rows and columns, flipMinus1 mirrors along the other
 * diagonal.
 */
export const orientations = [
  "original",
  "rotate90",
  "rotate180",
  "rotate270",
  "flipX",
  "flipY",
  "flipPlus1",
  "flipMinus1",
] as const;

/** One of `orientations`. */
export type Orientation = (typeof orientations)[number];

/** How each orientation is had from the spectrum: rows and columns swapped, and whose odd waves change their sign. */
export const turns: Record<Orientation, { swapped: boolean; byRow: boolean; byColumn: boolean }> = {
  original: { swapped: false, byRow: false, byColumn: false },
  rotate90: { swapped: true, byRow: false, byColumn: true },
  rotate180: { swapped: false, byRow: true, byColumn: true },
  rotate270: { swapped: true, byRow: true, byColumn: false },
  flipX: { swapped: false, byRow: true, byColumn: false },
  flipY: { swapped: false, byRow: false, byColumn: true },
  flipPlus1: { swapped: true, byRow: false, byColumn: false },
  flipMinus1: { swapped: true, byRow: true, byColumn: true },
};

/**
 * The PDQ hashes of a picture and of its seven turned and mirrored forms, from one transform.
 * They are for searching: the places that PDQ looks at do not lie symmetrically, so that the hash of a picture that was
 * really turned is near the one given here, not always equal to it.
 *
 * Source: facebook/ThreatExchange, pdq/cpp/hashing.
 * @throws RangeError when the number of samples is not what the sides say.
 */
export function dihedralHashes(pixels: Pixels): { hashes: Record<Orientation, Uint8Array>; quality: number } {
  const { spectrum, quality } = measurePixels(pixels);
  const hashes = Object.fromEntries(
    orientations.map((orientation) => [
      orientation,
      spectrum ? bitsAboveMedian(turnSpectrum(spectrum, orientation)) : new Uint8Array(32),
    ]),
  ) as Record<Orientation, Uint8Array>;
  return { hashes, quality };
}

function turnSpectrum(spectrum: Float32Array, orientation: Orientation): Float32Array {
  const { swapped, byRow, byColumn } = turns[orientation];
  const turned = new Float32Array(spectrum.length);
  for (let row = 0; row < frequencies; row += 1) {
    for (let column = 0; column < frequencies; column += 1) {
      // The first wave, number 0 here, is odd: mirrored, it changes its sign.
      const negative = (byRow && row % 2 === 0) !== (byColumn && column % 2 === 0);
      const value = spectrum[row * frequencies + column] ?? 0;
      turned[swapped ? column * frequencies + row : row * frequencies + column] = negative ? -value : value;
    }
  }
  return turned;
}
