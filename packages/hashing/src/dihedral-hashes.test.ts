import { describe, expect, test } from "vitest";
import { dihedralHashes, type Orientation, orientations } from "./dihedral-hashes.ts";
import { hammingDistance } from "./hamming-distance.ts";
import { hashPixels } from "./hash-pixels.ts";
import type { Pixels } from "./pixels.ts";
import { drawPicture } from "./test-pictures.ts";

/** For each orientation, where the pixel of row y and column x comes from in a picture of these sides. */
const origins: Record<
  Orientation,
  (y: number, x: number, height: number, width: number) => [number, number]
> = {
  original: (y, x) => [y, x],
  rotate90: (y, x, _height, width) => [x, width - 1 - y],
  rotate180: (y, x, height, width) => [height - 1 - y, width - 1 - x],
  rotate270: (y, x, height) => [height - 1 - x, y],
  flipX: (y, x, height) => [height - 1 - y, x],
  flipY: (y, x, _height, width) => [y, width - 1 - x],
  flipPlus1: (y, x) => [x, y],
  flipMinus1: (y, x, height, width) => [height - 1 - x, width - 1 - y],
};
const swaps: ReadonlySet<Orientation> = new Set(["rotate90", "rotate270", "flipPlus1", "flipMinus1"]);

function turn({ width, height, channels, samples }: Pixels, orientation: Orientation): Pixels {
  const turned: Pixels = {
    width: swaps.has(orientation) ? height : width,
    height: swaps.has(orientation) ? width : height,
    channels,
    samples: new Uint8Array(samples.length),
  };
  for (let y = 0; y < turned.height; y += 1) {
    for (let x = 0; x < turned.width; x += 1) {
      const [fromY, fromX] = origins[orientation](y, x, height, width);
      const from = (fromY * width + fromX) * channels;
      turned.samples.set(samples.subarray(from, from + channels), (y * turned.width + x) * channels);
    }
  }
  return turned;
}

describe("the hashes of the eight orientations", () => {
  test("the original is the hash itself, and swapping rows with columns is exact", () => {
    for (const width of [5, 8, 16, 64, 300, 512, 700]) {
      const picture = drawPicture({ seed: width, width, height: 520, channels: 3, kind: "scene" });
      const { hashes, quality } = dihedralHashes(picture);
      expect({ hash: hashes.original, quality }).toEqual(hashPixels(picture));
      expect(hashes.flipPlus1).toEqual(hashPixels(turn(picture, "flipPlus1")).hash);
    }
  });

  test("each is within a match of the picture really turned, and far from the others", () => {
    for (let seed = 0; seed < 6; seed += 1) {
      const picture = drawPicture({ seed, width: 512, height: 400, channels: 3, kind: "scene" });
      const { hashes } = dihedralHashes(picture);
      for (const orientation of orientations) {
        const { hash } = hashPixels(turn(picture, orientation));
        for (const other of orientations) {
          const distance = hammingDistance(hash, hashes[other]);
          if (other === orientation) expect(distance).toBeLessThanOrEqual(31);
          else expect(distance).toBeGreaterThan(31);
        }
      }
    }
  });

  test("a picture too small has zeros in every orientation", () => {
    const { hashes, quality } = dihedralHashes({
      width: 3,
      height: 3,
      channels: 1,
      samples: new Uint8Array(9),
    });
    expect(quality).toBe(0);
    for (const orientation of orientations) expect(hashes[orientation]).toEqual(new Uint8Array(32));
  });
});
