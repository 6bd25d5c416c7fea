import { describe, expect, test } from "vitest";
import { hammingDistance } from "./hamming-distance.ts";
import { hashGradients } from "./hash-gradients.ts";
import { toHex } from "./hash-text.ts";
import type { Pixels } from "./pixels.ts";
import { drawPicture } from "./test-pictures.ts";

const scene = (seed: number, width = 300, height = 200) =>
  drawPicture({ seed, width, height, channels: 3, kind: "scene" });

describe("the gradient hash of a picture", () => {
  test("is the same bits on every machine", () => {
    const drawn = drawPicture({ seed: 1, width: 301, height: 203, channels: 3, kind: "shapes" });
    expect(toHex(hashGradients(drawn))).toBe(
      "60006000400060007800300030000000603f3f0000407c3c0000000000000000",
    );
  });

  test("does not change with light, contrast or a fourth channel", () => {
    const picture = scene(2);
    const paler: Pixels = { ...picture, samples: picture.samples.map((value) => 60 + value / 2) };
    const four = new Uint8Array(300 * 200 * 4);
    for (let pixel = 0; pixel < 300 * 200; pixel += 1) {
      four.set([...picture.samples.subarray(3 * pixel, 3 * pixel + 3), pixel % 256], 4 * pixel);
    }
    expect(hashGradients({ ...picture, channels: 4, samples: four })).toEqual(hashGradients(picture));
    expect(hammingDistance(hashGradients(paler), hashGradients(picture))).toBeLessThanOrEqual(4);
  });

  test("stays near when the picture has another size, and is far from other pictures", () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const hash = hashGradients(scene(seed));
      expect(hammingDistance(hash, hashGradients(enlarged(scene(seed))))).toBeLessThanOrEqual(8);
      expect(hammingDistance(hash, hashGradients(scene(seed + 100)))).toBeGreaterThan(48);
    }
  });

  test("of a flat picture, and of one under 5 pixels a side, is zeros", () => {
    const flat = drawPicture({ seed: 3, width: 64, height: 64, channels: 1, kind: "flat" });
    expect(hashGradients(flat)).toEqual(new Uint8Array(32));
    expect(hashGradients(scene(4, 4, 400))).toEqual(new Uint8Array(32));
  });

  test("knows pictures with fewer pixels than parts", () => {
    const slope = drawPicture({ seed: 5, width: 7, height: 5, channels: 1, kind: "slope" });
    expect(hashGradients(slope).some((byte) => byte > 0)).toBe(true);
  });

  test("refuses samples that do not fit", () => {
    expect(() => hashGradients({ width: 10, height: 10, channels: 3, samples: new Uint8Array(10) })).toThrow(
      RangeError,
    );
  });
});

/** Every pixel three times, both ways. */
function enlarged({ width, height, channels, samples }: Pixels): Pixels {
  const larger = new Uint8Array(9 * samples.length);
  for (let y = 0; y < 3 * height; y += 1) {
    for (let x = 0; x < 3 * width; x += 1) {
      const from = (Math.floor(y / 3) * width + Math.floor(x / 3)) * channels;
      larger.set(samples.subarray(from, from + channels), (y * 3 * width + x) * channels);
    }
  }
  return { width: 3 * width, height: 3 * height, channels, samples: larger };
}
