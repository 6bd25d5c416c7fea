import { transform } from "../packages/hashing/src/cosine-transform.ts";
import { reduce } from "../packages/hashing/src/hash-pixels-plainly.ts";
import type { Pixels } from "../packages/hashing/src/index.ts";

const waves = 16;
const places = 64;

/**
 * Changes a picture as little as it can until its PDQ hash is near that of another: the waves on the wrong side of the
 * median are moved across it, the weakest first.
 * @param bitsLeft of the target's hash that may stay wrong.
 */
export function collideWith(target: Uint8Array, picture: Pixels, bitsLeft: number): Pixels {
  const { width, height, channels } = picture;
  const samples = new Uint8ClampedArray(picture.samples);
  const across = waveValues(width);
  const down = waveValues(height);
  for (let round = 0; round < 6; round += 1) {
    const spectrum = transform(reduce({ ...picture, samples }));
    const median = spectrum.slice().sort()[127] ?? 0;
    const wrong = [...spectrum.entries()]
      .map(([bit, value]) => ({ bit, value, wanted: ((target[31 - (bit >> 3)] ?? 0) >> (bit & 7)) & 1 }))
      .filter(({ value, wanted }) => wanted !== Number(value > median))
      .sort((one, other) => Math.abs(one.value - median) - Math.abs(other.value - median));
    if (wrong.length <= bitsLeft) break;
    const moved = wrong.slice(0, wrong.length - bitsLeft);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        let change = 0;
        for (const { bit, value, wanted } of moved) {
          const step = median + (wanted ? 6 : -6) - value;
          change += step * (down[(bit >> 4) * height + y] ?? 0) * (across[(bit & 15) * width + x] ?? 0);
        }
        const at = (y * width + x) * channels;
        for (let channel = 0; channel < channels; channel += 1) {
          samples[at + channel] = (samples[at + channel] ?? 0) + change;
        }
      }
    }
  }
  return { ...picture, samples };
}

/** The waves of the transform of PDQ, drawn out to a side of a picture. */
function waveValues(side: number): Float64Array {
  const values = new Float64Array(waves * side);
  for (let wave = 0; wave < waves; wave += 1) {
    for (let at = 0; at < side; at += 1) {
      const place = (at * places) / side;
      values[wave * side + at] =
        Math.sqrt(2 / places) * Math.cos((Math.PI / 2 / places) * (wave + 1) * (2 * place + 1));
    }
  }
  return values;
}
