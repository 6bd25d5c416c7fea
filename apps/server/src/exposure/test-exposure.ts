import sharp from "sharp";
import { randomFrom } from "../../../../test/invented-pictures.ts";
import type { Vigie } from "../vigie.ts";
import { createExposureClock } from "./exposure-clock.ts";

/** Time for the budgets of a Vigie, which tests move: PostgreSQL's clock and the process's counting alike. */
export interface PlayedTime {
  now(): number;
  advance(ms: number): void;
  set(moment: string): void;
}

/** @param start ISO 8601. Media are shown from 06:00 to 16:00 of Europe/Paris unless a test says otherwise. */
export function playTime({ exposure, config }: Vigie, start: string): PlayedTime {
  let now = Date.parse(start);
  const clock = createExposureClock({
    counted: () => now,
    breakMs: config.exposure.breakMinutes * 60_000,
  });
  exposure.clock = { ...clock, read: () => clock.read(async () => now) };
  return {
    now: () => now,
    advance(ms) {
      now += ms;
    },
    set(moment) {
      now = Date.parse(moment);
    },
  };
}

const cells = 8;

/** A picture of 8 by 8 cells, each with a pattern of its own: any of them can be told from all others. */
export interface CellPicture {
  width: number;
  height: number;
  samples: Buffer;
  file(format: "png" | "jpeg" | "webp"): Promise<Buffer>;
}

export function inventCells(seed: number, width = 320, height = 240): CellPicture {
  const random = randomFrom(seed);
  const samples = Buffer.alloc(width * height * 3);
  const grain = 5;
  const columns = Math.ceil(width / grain);
  const patterns = Array.from({ length: columns * Math.ceil(height / grain) * 3 }, () =>
    Math.floor(256 * random()),
  );
  const tints = Array.from({ length: cells * cells * 3 }, () => random());
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = Math.floor((y / height) * cells) * cells + Math.floor((x / width) * cells);
      const spot = Math.floor(y / grain) * columns + Math.floor(x / grain);
      for (let channel = 0; channel < 3; channel += 1) {
        samples[(y * width + x) * 3 + channel] =
          (patterns[spot * 3 + channel] ?? 0) * (0.4 + 0.6 * (tints[cell * 3 + channel] ?? 0));
      }
    }
  }
  const picture = sharp(samples, { raw: { width, height, channels: 3 } });
  const file = (format: "png" | "jpeg" | "webp") =>
    format === "jpeg"
      ? picture.clone().jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer()
      : picture.clone()[format]({ quality: 95 }).toBuffer();
  return { width, height, samples, file };
}

/** Mean difference of two pictures of one size, in levels of 255. */
export function differenceOf(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return sum / a.length;
}
