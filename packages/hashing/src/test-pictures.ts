import type { Pixels } from "./pixels.ts";

/** What the invented pictures look like. */
export const pictureKinds = ["scene", "shapes", "noise", "slope", "flat"] as const;

/** What an invented picture is made from. */
export interface PictureRecipe {
  seed: number;
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  kind: (typeof pictureKinds)[number];
}

/** Draws an invented picture; the same recipe gives the same samples. */
export function drawPicture({ seed, width, height, channels, kind }: PictureRecipe): Pixels {
  const random = randomFrom(seed);
  const colours = new Float32Array(width * height * 3);
  const base = [random() * 255, random() * 255, random() * 255];
  for (let at = 0; at < colours.length; at += 1) {
    const pixel = Math.floor(at / 3);
    const along = (pixel % width) / width;
    const down = Math.floor(pixel / width) / height;
    if (kind === "noise") colours[at] = random() * 255;
    else if (kind === "slope") colours[at] = 255 * ([along, down, (along + down) / 2][at % 3] ?? 0);
    else colours[at] = (base[at % 3] ?? 0) + (kind === "scene" ? 8 * random() : 0);
  }
  if (kind === "scene" || kind === "shapes") {
    for (let shape = 0; shape < 12; shape += 1) addShape(colours, { width, height }, random);
  }
  if (kind === "scene") {
    for (let wave = 0; wave < 6; wave += 1) addWave(colours, { width, height }, random);
  }
  const samples = new Uint8ClampedArray(width * height * channels).fill(255);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < Math.min(channels, 3); channel += 1) {
      samples[pixel * channels + channel] = colours[pixel * 3 + channel] ?? 0;
    }
  }
  return { width, height, channels, samples };
}

type Sides = { width: number; height: number };

function addShape(colours: Float32Array, { width, height }: Sides, random: () => number): void {
  const left = Math.floor(random() * width);
  const right = Math.floor(random() * width);
  const top = Math.floor(random() * height);
  const bottom = Math.floor(random() * height);
  const colour = [random() * 255, random() * 255, random() * 255];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) colours.set(colour, (y * width + x) * 3);
  }
}

function addWave(colours: Float32Array, { width, height }: Sides, random: () => number): void {
  const along = (random() * 25) / width;
  const down = (random() * 25) / height;
  const channel = Math.floor(random() * 3);
  const strength = 10 + random() * 50;
  const sines = Float64Array.from({ length: width }, (_, x) => strength * Math.sin(along * x));
  const cosines = Float64Array.from({ length: width }, (_, x) => strength * Math.cos(along * x));
  for (let y = 0; y < height; y += 1) {
    const sine = Math.sin(down * y);
    const cosine = Math.cos(down * y);
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3 + channel;
      colours[at] = (colours[at] ?? 0) + (sines[x] ?? 0) * cosine + (cosines[x] ?? 0) * sine;
    }
  }
}

/** Mulberry32: numbers from 0 to 1 that a seed repeats. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
