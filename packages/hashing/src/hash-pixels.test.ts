import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fullOracle } from "./full-oracle.ts";
import { engine, hashPixels } from "./hash-pixels.ts";
import { hashPixelsPlainly } from "./hash-pixels-plainly.ts";
import type { Pixels } from "./pixels.ts";
import { drawPicture, type PictureRecipe, pictureKinds } from "./test-pictures.ts";

const side = (longest: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 530 }) },
    { weight: 2, arbitrary: fc.constantFrom(4, 5, 64, 128, 129, 256, 257, 384, 385, 511, 512, 513) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: longest }) },
  );
const recipes: fc.Arbitrary<PictureRecipe> = fc.record({
  seed: fc.integer(),
  width: side(2000),
  height: side(1500),
  channels: fc.constantFrom(1, 3, 4),
  kind: fc.constantFrom(...pictureKinds),
});

describe("the PDQ hash of a picture", () => {
  test("WebAssembly is used here", () => {
    expect(engine).toBe("webassembly");
  });

  test("WebAssembly and TypeScript agree to the last bit, whatever the picture", () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const picture = drawPicture(recipe);
        expect(hashPixels(picture)).toEqual(hashPixelsPlainly(picture));
      }),
      { numRuns: 80 },
    );
  });

  test("on 80 pictures it is the hash and the quality of the published way", () => {
    for (let seed = 0; seed < 80; seed += 1) {
      const longest = seed % 10 === 0 ? 1995 : 620;
      const picture = drawPicture({
        seed,
        width: 5 + ((seed * 7919) % longest),
        height: 5 + ((seed * 5801) % longest),
        channels: ([1, 3, 4] as const)[seed % 3] ?? 1,
        kind: seed % 4 === 0 ? "noise" : "scene",
      });
      expect(hashPixels(picture)).toEqual(fullOracle(picture));
    }
  });

  test("tiny pictures too have the published hash, those of 8 and 16 pixels included", () => {
    for (let seed = 0; seed < 144; seed += 1) {
      const picture = drawPicture({
        seed,
        width: 5 + (seed % 12),
        height: 5 + Math.floor(seed / 12),
        channels: 3,
        kind: "noise",
      });
      const published = fullOracle(picture);
      expect(hashPixels(picture)).toEqual(published);
      expect(hashPixelsPlainly(picture)).toEqual(published);
    }
  });

  test("grey, grey as colours, and grey with transparency are the same picture", () => {
    for (const width of [40, 300, 512, 700]) {
      const grey = drawPicture({ seed: width, width, height: 400, channels: 1, kind: "scene" });
      const three = spread(grey, 3);
      const four = spread(grey, 4);
      expect(hashPixels(three)).toEqual(hashPixels(grey));
      expect(hashPixels(four)).toEqual(hashPixels(grey));
    }
  });

  test("the samples may begin anywhere in their buffer", () => {
    const picture = drawPicture({ seed: 5, width: 600, height: 600, channels: 3, kind: "scene" });
    const longer = new Uint8Array(picture.samples.length + 3);
    longer.set(picture.samples, 3);
    expect(hashPixels({ ...picture, samples: longer.subarray(3) })).toEqual(hashPixels(picture));
  });

  test("a picture of another shape in between changes nothing", () => {
    const first = drawPicture({ seed: 1, width: 130, height: 512, channels: 4, kind: "scene" });
    const second = drawPicture({ seed: 2, width: 700, height: 90, channels: 1, kind: "scene" });
    const before = hashPixels(first);
    expect(hashPixels(second)).toEqual(hashPixelsPlainly(second));
    expect(hashPixels(first)).toEqual(before);
  });

  test("under 5 pixels a side there is no hash: zeros, quality 0", () => {
    for (const [width, height] of [
      [0, 0],
      [1, 1],
      [4, 4000],
      [4000, 4],
    ] as const) {
      const picture: Pixels = { width, height, channels: 1, samples: new Uint8Array(width * height) };
      expect(hashPixels(picture)).toEqual({ hash: new Uint8Array(32), quality: 0 });
    }
  });

  test("a row too long for the memory of the module is hashed all the same", () => {
    const picture = drawPicture({ seed: 3, width: 350_000, height: 5, channels: 3, kind: "slope" });
    expect(hashPixels(picture)).toEqual(hashPixelsPlainly(picture));
  });

  test.each([
    { width: 10, height: 10, channels: 3 as const, samples: new Uint8Array(299) },
    { width: 10.5, height: 10, channels: 4 as const, samples: new Uint8Array(420) },
    { width: -10, height: -10, channels: 1 as const, samples: new Uint8Array(100) },
    { width: 4, height: 4, channels: 3 as const, samples: new Uint8Array(1) },
    { width: 10, height: 10, channels: 2 as unknown as 1, samples: new Uint8Array(200) },
  ])("$width x $height with $channels channels and wrong samples is refused", (picture) => {
    expect(() => hashPixels(picture)).toThrow(RangeError);
    expect(() => hashPixelsPlainly(picture)).toThrow(RangeError);
  });
});

describe("where WebAssembly is forbidden", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test.each([
    ["by a policy", { Module: refusing, Instance: refusing }],
    ["and missing", undefined],
  ])("%s, the same hash comes from TypeScript and one can tell", async (_, stub) => {
    vi.stubGlobal("WebAssembly", stub);
    vi.resetModules();
    const without = await import("./hash-pixels.ts");
    const { dihedralHashes } = await import("./dihedral-hashes.ts");
    expect(without.engine).toBe("typescript");
    const picture = drawPicture({ seed: 9, width: 320, height: 240, channels: 3, kind: "scene" });
    expect(without.hashPixels(picture)).toEqual(hashPixels(picture));
    expect(dihedralHashes(picture).hashes.original).toEqual(hashPixels(picture).hash);
  });
});

function refusing(): never {
  throw new EvalError("Refused to compile");
}

function spread(grey: Pixels, channels: 3 | 4): Pixels {
  const samples = new Uint8Array(grey.width * grey.height * channels);
  for (const [at, value] of grey.samples.entries()) {
    samples.fill(value, at * channels, at * channels + 3);
    if (channels === 4) samples[at * channels + 3] = at % 251;
  }
  return { ...grey, channels, samples };
}
