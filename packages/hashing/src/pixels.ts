/**
 * A decoded picture: row after row from the top left, 8 bits a sample, without padding between rows.
 * One channel is grey; three are red, green, blue; a fourth is ignored, not blended: decode transparency as the
 * file stores it.
 */
export type Pixels = {
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  channels: 1 | 3 | 4;
  /** width × height × channels of them. */
  samples: Uint8Array | Uint8ClampedArray;
};

/** A PDQ hash of a picture. */
export type Pdq = {
  /** 32 bytes. Compare with `hammingDistance`. */
  hash: Uint8Array;
  /** 0 to 100. Hashes below 50 are not compared. */
  quality: number;
};

/** A picture longer than this on either side is first sampled to a square of this side, in pixels. */
export const sampledSide = 512;

/** Below this side, in pixels, there is no hash: the reference answers zeros with quality 0. */
const leastSide = 5;

export function isTooSmall({ width, height }: Pixels): boolean {
  return width < leastSide || height < leastSide;
}

export function isSampled({ width, height }: Pixels): boolean {
  return width > sampledSide || height > sampledSide;
}

/**
 * In a side of 8 or 16 pixels some waves are exactly nothing, for every picture. Whether such a wave counts as above the
 * median is decided by the rounding of the published sums, which only the published way repeats.
 */
export function hasSilentWaves({ width, height }: Pixels): boolean {
  return width === 8 || width === 16 || height === 8 || height === 16;
}

/** @throws RangeError when the number of samples is not what the sides say. */
export function checkPixels({ width, height, channels, samples }: Pixels): void {
  const sound =
    Number.isInteger(width) &&
    Number.isInteger(height) &&
    width >= 0 &&
    height >= 0 &&
    (channels === 1 || channels === 3 || channels === 4);
  if (!sound || samples.length !== width * height * channels) {
    throw new RangeError(
      `@vigie/hashing: ${width}x${height} pixels of ${channels} channels are not ${samples.length} samples. Pass whole sides, 1, 3 or 4 channels, 8 bits a sample and rows without padding.`,
    );
  }
}
