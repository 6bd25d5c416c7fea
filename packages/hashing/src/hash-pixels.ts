import { qualityOf, transform } from "./cosine-transform.ts";
import { hashPixelsPlainly, reduce } from "./hash-pixels-plainly.ts";
import { makePdqCore } from "./pdq-core.ts";
import { checkPixels, isTooSmall, type Pdq, type Pixels } from "./pixels.ts";

const core = makePdqCore();

/** Which of the two hashes pictures here. They give the same hashes; plain TypeScript takes many times longer. */
export const engine: "webassembly" | "typescript" = core ? "webassembly" : "typescript";

/**
 * The PDQ hash of a picture, by WebAssembly with SIMD where the platform has it, else by `hashPixelsPlainly`.
 * Pass the pixels as they are stored: at full size, not turned by EXIF, colours not converted.
 * @throws RangeError when the number of samples is not what the sides say.
 */
export function hashPixels(pixels: Pixels): Pdq {
  if (!core?.takes(pixels)) return hashPixelsPlainly(pixels);
  checkPixels(pixels);
  const quality = core.measure(pixels);
  return { hash: core.hash(), quality };
}

/** The 16 x 16 spectrum of a picture, row-major; none when it is too small to have a hash. */
export function measurePixels(pixels: Pixels): { spectrum?: Float32Array; quality: number } {
  checkPixels(pixels);
  if (isTooSmall(pixels)) return { quality: 0 };
  if (core?.takes(pixels)) {
    const quality = core.measure(pixels);
    return { spectrum: core.spectrum(), quality };
  }
  const reduced = reduce(pixels);
  return { spectrum: transform(reduced), quality: qualityOf(reduced) };
}
