/** A drawn picture, as sharp takes it: red, green, blue, row after row. */
export interface InventedPicture {
  width: number;
  height: number;
  channels: 3;
  samples: Uint8Array;
}

/**
 * Draws a picture with light, shade, edges and grain like a photograph's: clouds of noise at every scale, round and
 * slanted things before them. Nothing in it is anybody's. The same seed gives the same picture.
 */
export function inventPicture({
  seed,
  width = 640,
  height = 480,
}: {
  seed: number;
  width?: number;
  height?: number;
}): InventedPicture {
  const random = randomFrom(seed);
  const samples = new Uint8Array(width * height * 3);
  const light = cloud(width, height, random);
  const tint = cloud(width, height, random);
  const grounds = [palette(random), palette(random)] as const;
  const things = Array.from({ length: 5 + Math.floor(random() * 10) }, () => invented(random, width, height));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const shade = light[at] ?? 0;
      const mix = tint[at] ?? 0;
      let colour = grounds[0].map((value, channel) => value * mix + (grounds[1][channel] ?? 0) * (1 - mix));
      for (const thing of things) if (covers(thing, x, y)) colour = thing.colour;
      for (let channel = 0; channel < 3; channel += 1) {
        const value = (colour[channel] ?? 0) * (0.35 + 1.1 * shade) + 6 * (random() - 0.5);
        samples[at * 3 + channel] = Math.max(0, Math.min(255, value));
      }
    }
  }
  return { width, height, channels: 3, samples };
}

interface Thing {
  x: number;
  y: number;
  wide: number;
  high: number;
  lean: number;
  round: boolean;
  colour: number[];
}

function invented(random: () => number, width: number, height: number): Thing {
  return {
    x: random() * width,
    y: random() * height,
    wide: (0.03 + 0.2 * random()) * width,
    high: (0.03 + 0.2 * random()) * height,
    lean: random() * Math.PI,
    round: random() < 0.6,
    colour: palette(random),
  };
}

function covers({ x, y, wide, high, lean, round }: Thing, px: number, py: number): boolean {
  const across = ((px - x) * Math.cos(lean) + (py - y) * Math.sin(lean)) / wide;
  const down = ((py - y) * Math.cos(lean) - (px - x) * Math.sin(lean)) / high;
  return round ? across * across + down * down < 1 : Math.abs(across) < 1 && Math.abs(down) < 1;
}

function palette(random: () => number): number[] {
  return [30 + 225 * random(), 30 + 225 * random(), 30 + 225 * random()];
}

/** Noise of six sizes, each half as strong as the one twice its size: 0 to 1. */
function cloud(width: number, height: number, random: () => number): Float32Array {
  const whole = new Float32Array(width * height);
  let most = 0;
  for (let octave = 0; octave < 6; octave += 1) {
    const cells = 2 ** (octave + 1);
    const strength = 0.6 ** octave;
    most += strength;
    const knots = Float32Array.from({ length: (cells + 1) * (cells + 1) }, random);
    for (let y = 0; y < height; y += 1) {
      const down = (y / height) * cells;
      const row = Math.floor(down);
      const v = smooth(down - row);
      for (let x = 0; x < width; x += 1) {
        const over = (x / width) * cells;
        const column = Math.floor(over);
        const u = smooth(over - column);
        const corner = row * (cells + 1) + column;
        const top = (knots[corner] ?? 0) * (1 - u) + (knots[corner + 1] ?? 0) * u;
        const bottom = (knots[corner + cells + 1] ?? 0) * (1 - u) + (knots[corner + cells + 2] ?? 0) * u;
        whole[y * width + x] = (whole[y * width + x] ?? 0) + strength * (top * (1 - v) + bottom * v);
      }
    }
  }
  return whole.map((value) => value / most);
}

function smooth(part: number): number {
  return part * part * (3 - 2 * part);
}

/** Mulberry32: numbers from 0 to 1 that a seed repeats. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
