import { bitsAboveMedian, qualityOf, transform } from "./cosine-transform.ts";
import { checkPixels, isSampled, isTooSmall, type Pdq, type Pixels, sampledSide } from "./pixels.ts";
import { reducedSide } from "./tent-axis.ts";

/**
 * PDQ as it is published, step by step, in 32-bit floats: sampling, luma, four box passes over every pixel by sliding
 * sums, 64 x 64 places. It is what the shorter way is held against, and the baseline of the benchmark.
 *
 * Source: facebook/ThreatExchange, pdq/cpp (hashing, downscaling, io).
 * @throws RangeError when the number of samples is not what the sides say.
 */
export function fullOracle(pixels: Pixels): Pdq {
  checkPixels(pixels);
  if (isTooSmall(pixels)) return { hash: new Uint8Array(32), quality: 0 };
  const reduced = reduceInFull(pixels);
  return { hash: bitsAboveMedian(transform(reduced)), quality: qualityOf(reduced) };
}

/** The luma of a picture at 64 x 64 places, with the rounding of the published sums. */
export function reduceInFull(pixels: Pixels): Float32Array {
  const width = isSampled(pixels) ? sampledSide : pixels.width;
  const height = isSampled(pixels) ? sampledSide : pixels.height;
  const luma = lumaOf(pixels, width, height);
  const passed = new Float32Array(luma.length);
  if (width !== reducedSide || height !== reducedSide) {
    for (let pass = 0; pass < 2; pass += 1) {
      for (let row = 0; row < height; row += 1) slideBox(luma, passed, row * width, width, 1);
      for (let column = 0; column < width; column += 1) slideBox(passed, luma, column, height, width);
    }
  }
  const reduced = new Float32Array(reducedSide * reducedSide);
  for (let row = 0; row < reducedSide; row += 1) {
    const y = Math.floor(((row + 0.5) * height) / reducedSide);
    for (let column = 0; column < reducedSide; column += 1) {
      const x = Math.floor(((column + 0.5) * width) / reducedSide);
      reduced[row * reducedSide + column] = luma[y * width + x] ?? 0;
    }
  }
  return reduced;
}

function lumaOf({ width, height, channels, samples }: Pixels, toWidth: number, toHeight: number) {
  const red = Math.fround(0.299);
  const green = Math.fround(0.587);
  const blue = Math.fround(0.114);
  const luma = new Float32Array(toWidth * toHeight);
  for (let row = 0; row < toHeight; row += 1) {
    const y = Math.floor((row * height) / toHeight);
    for (let column = 0; column < toWidth; column += 1) {
      const at = (y * width + Math.floor((column * width) / toWidth)) * channels;
      luma[row * toWidth + column] =
        channels === 1
          ? (samples[at] ?? 0)
          : Math.fround(Math.fround(red * (samples[at] ?? 0)) + Math.fround(green * (samples[at + 1] ?? 0))) +
            Math.fround(blue * (samples[at + 2] ?? 0));
    }
  }
  return luma;
}

/** One box pass along `length` places that lie `stride` apart; the box grows at the start and shrinks at the end. */
function slideBox(from: Float32Array, to: Float32Array, start: number, length: number, stride: number): void {
  const box = Math.ceil(length / 128);
  const half = Math.floor((box + 2) / 2);
  const end = start + length * stride;
  let sum = Math.fround(0);
  let count = 0;
  let entering = start;
  let leaving = start;
  let at = start;
  for (let step = 1; step < half; step += 1, entering += stride, count += 1) {
    sum = Math.fround(sum + (from[entering] ?? 0));
  }
  for (; count < box; entering += stride, at += stride) {
    sum = Math.fround(sum + (from[entering] ?? 0));
    count += 1;
    to[at] = sum / count;
  }
  for (; entering < end; entering += stride, leaving += stride, at += stride) {
    sum = Math.fround(sum + (from[entering] ?? 0));
    sum = Math.fround(sum - (from[leaving] ?? 0));
    to[at] = sum / count;
  }
  for (; at < end; leaving += stride, at += stride) {
    sum = Math.fround(sum - (from[leaving] ?? 0));
    count -= 1;
    to[at] = sum / count;
  }
}
