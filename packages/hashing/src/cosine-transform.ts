import { reducedSide } from "./tent-axis.ts";

/** Frequencies kept along each side, without the constant one. */
export const frequencies = 16;

/**
 * The 16 x 64 matrix of the transform, in 32-bit floats.
 * Source: PDQ, facebook/ThreatExchange, pdq/cpp/hashing; after C. Zauner, 2010.
 */
export const cosines: Float32Array = makeCosines();

function makeCosines(): Float32Array {
  const scale = Math.fround(Math.sqrt(2 / reducedSide));
  const matrix = new Float32Array(frequencies * reducedSide);
  for (let row = 0; row < frequencies; row += 1) {
    for (let column = 0; column < reducedSide; column += 1) {
      matrix[row * reducedSide + column] =
        scale * Math.cos((Math.PI / 2 / reducedSide) * (row + 1) * (2 * column + 1));
    }
  }
  return matrix;
}

/**
 * The 16 x 16 lowest frequencies of the 64 x 64 reduced picture. Every product and sum is rounded to 32 bits, in the
 * order of the reference: the bits of a hash depend on it.
 */
export function transform(reduced: Float32Array): Float32Array {
  const half = new Float32Array(frequencies * reducedSide);
  for (let row = 0; row < frequencies; row += 1) {
    for (let column = 0; column < reducedSide; column += 1) {
      let sum = Math.fround(0);
      for (let k = 0; k < reducedSide; k += 1) {
        const product = Math.fround(
          (cosines[row * reducedSide + k] ?? 0) * (reduced[k * reducedSide + column] ?? 0),
        );
        sum = Math.fround(sum + product);
      }
      half[row * reducedSide + column] = sum;
    }
  }
  const whole = new Float32Array(frequencies * frequencies);
  for (let row = 0; row < frequencies; row += 1) {
    for (let column = 0; column < frequencies; column += 1) {
      let sum = Math.fround(0);
      for (let k = 0; k < reducedSide; k += 1) {
        const product = Math.fround(
          (half[row * reducedSide + k] ?? 0) * (cosines[column * reducedSide + k] ?? 0),
        );
        sum = Math.fround(sum + product);
      }
      whole[row * frequencies + column] = sum;
    }
  }
  return whole;
}

/**
 * A bit for each frequency above the median, the 128th smallest of 256.
 * @returns 32 bytes: the first frequency is the last bit, as the reference writes its hashes.
 */
export function bitsAboveMedian(spectrum: Float32Array): Uint8Array {
  const median = spectrum.slice().sort()[spectrum.length / 2 - 1] ?? 0;
  const hash = new Uint8Array(32);
  for (let bit = 0; bit < spectrum.length; bit += 1) {
    if ((spectrum[bit] ?? 0) > median)
      hash[31 - (bit >> 3)] = (hash[31 - (bit >> 3)] ?? 0) | (1 << (bit & 7));
  }
  return hash;
}

/**
 * How much there is to tell pictures apart by: the steep differences between neighbours of the reduced picture.
 * @returns 0 to 100. Below 50 a hash is not worth comparing.
 */
export function qualityOf(reduced: Float32Array): number {
  let steep = 0;
  for (let row = 0; row < reducedSide; row += 1) {
    for (let column = 0; column < reducedSide; column += 1) {
      const at = row * reducedSide + column;
      if (row + 1 < reducedSide) steep += steepness(reduced[at] ?? 0, reduced[at + reducedSide] ?? 0);
      if (column + 1 < reducedSide) steep += steepness(reduced[at] ?? 0, reduced[at + 1] ?? 0);
    }
  }
  return Math.min(100, Math.floor(steep / 90));
}

function steepness(one: number, next: number): number {
  return Math.abs(Math.trunc(Math.fround(Math.fround(Math.fround(one - next) * 100) / 255)));
}
