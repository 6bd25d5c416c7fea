import sharp from "sharp";
import { expect, test } from "vitest";
import { gradientDistance, leastQuality, nearDistance } from "../apps/server/src/matching/match-rules.ts";
import {
  dihedralHashes,
  type FrameHash,
  hammingDistance,
  hashGradients,
  hashPixels,
  matchVideos,
  type Pixels,
} from "../packages/hashing/src/index.ts";
import { collideWith } from "./crafted-collisions.ts";
import { type InventedPicture, inventPicture } from "./invented-pictures.ts";
import { pictureEdits } from "./picture-edits.ts";

// VIGIE_FULL=1 prints the table of packages/hashing/README.md.
const isFull = process.env["VIGIE_FULL"] === "1";
const pictures = isFull ? 100 : 6;
const minutes = 60_000;

const shapes = [
  { width: 640, height: 480 },
  { width: 480, height: 640 },
] as const;
// As in a bank: of quality 50 and more.
const invented: InventedPicture[] = [];
for (let seed = 5000; invented.length < pictures; seed += 1) {
  const picture = inventPicture({ seed, ...shapes[seed % 2] });
  if (hashPixels(picture).quality >= leastQuality) invented.push(picture);
}

/** Matched: upright, or one of the variants, and what the second hash said of the upright ones. */
interface Row {
  edit: string;
  upright: number;
  turned: number;
  confirmed: number;
  /** Copies of too little quality to be compared. */
  plain: number;
}

test("copies that were edited are found again, as far as PDQ can", {
  timeout: (isFull ? 30 : 4) * minutes,
}, async () => {
  const rows: Row[] = [];
  for (const edit of pictureEdits) {
    const row: Row = { edit: edit.name, upright: 0, turned: 0, confirmed: 0, plain: 0 };
    for (const [at, picture] of invented.entries()) {
      const copy = await decode(await edit.apply(picture, invented[(at + 1) % pictures] ?? picture));
      const { hash, quality } = hashPixels(copy);
      if (quality < leastQuality) {
        row.plain += 1;
        continue;
      }
      // The bank keeps the upright hash; the copy brings its eight.
      const { hash: kept } = hashPixels(picture);
      const isNear = hammingDistance(hash, kept) <= nearDistance;
      if (isNear) row.upright += 1;
      const variants = Object.values(dihedralHashes(copy).hashes);
      if (variants.some((variant) => hammingDistance(variant, kept) <= nearDistance)) row.turned += 1;
      if (isNear && hammingDistance(hashGradients(copy), hashGradients(picture)) <= gradientDistance) {
        row.confirmed += 1;
      }
    }
    rows.push(row);
  }
  const share = (count: number) => `${Math.round((100 * count) / pictures)} %`;
  print(
    [
      "| edit | upright | with 8 variants | too plain to compare | confirmed by the second hash |",
      "|---|---|---|---|---|",
      ...rows.map(
        ({ edit, upright, turned, plain, confirmed }) =>
          `| ${edit} | ${share(upright)} | ${share(turned)} | ${share(plain)} | ${upright === 0 ? "" : `${confirmed} of ${upright}`} |`,
      ),
    ].join("\n"),
  );
  expect(rows.length).toBe(40);
  const sure = rows.filter(({ edit }) => /jpeg|resized|grey|sharpened|webp|avif/.test(edit));
  for (const row of sure) expect(row.upright, row.edit).toBeGreaterThanOrEqual(0.9 * pictures);
  const near = rows.reduce((sum, { upright }) => sum + upright, 0);
  const confirmed = rows.reduce((sum, row) => sum + row.confirmed, 0);
  print(`second hash: ${confirmed} of ${near} near copies kept`);
  expect(confirmed).toBeGreaterThanOrEqual(0.95 * near);
});

test("pictures made to have the PDQ hash of another are refuted by the second hash", {
  timeout: 10 * minutes,
}, () => {
  let near = 0;
  let refuted = 0;
  let change = 0;
  for (const [at, target] of invented.slice(0, isFull ? 50 : 6).entries()) {
    const other = invented[(at + 3) % pictures] ?? target;
    for (const bitsLeft of [28, 16]) {
      const crafted = collideWith(hashPixels(target).hash, other, bitsLeft);
      const { hash, quality } = hashPixels(crafted);
      if (quality < leastQuality || hammingDistance(hash, hashPixels(target).hash) > nearDistance) continue;
      near += 1;
      change += meanChange(crafted, other);
      if (hammingDistance(hashGradients(crafted), hashGradients(target)) > gradientDistance) refuted += 1;
    }
  }
  print(
    `second hash: ${refuted} of ${near} crafted collisions refuted (mean change ${(change / near).toFixed(1)} of 255)`,
  );
  expect(near).toBeGreaterThan(5);
  expect(refuted).toBeGreaterThanOrEqual(0.95 * near);
});

test("a clip that was recompressed, made smaller and cut is found by its frames", {
  timeout: 10 * minutes,
}, async () => {
  const films = isFull ? 20 : 4;
  const frames = 12;
  let found = 0;
  let wrong = 0;
  for (let film = 0; film < films; film += 1) {
    // A picture that wanders behind a window: each second shows another part.
    const scene = inventPicture({ seed: 9000 + film, width: 1280, height: 360 });
    const shown = async (second: number, width: number, quality: number): Promise<FrameHash> => {
      const jpeg = await sharp(scene.samples, { raw: { width: 1280, height: 360, channels: 3 } })
        .extract({ left: 50 * second, top: 0, width: 640, height: 360 })
        .resize({ width })
        .jpeg({ quality })
        .toBuffer();
      return { ...hashPixels(await decode(jpeg)), timeMs: 1000 * second };
    };
    const whole = await Promise.all(Array.from({ length: frames }, (_, second) => shown(second, 640, 90)));
    const copy = await Promise.all(
      Array.from({ length: frames / 2 }, (_, second) => shown(second + 3, 320, 40)),
    );
    if (matchVideos(copy, whole).queryShare >= 0.8) found += 1;
    const stranger = hashPixels(inventPicture({ seed: 9500 + film, width: 640, height: 360 }));
    if (matchVideos([{ ...stranger, timeMs: 0 }], whole).queryShare > 0) wrong += 1;
  }
  print(`frames: ${found} of ${films} clips found again, ${wrong} found wrongly`);
  expect(found).toBeGreaterThanOrEqual(0.75 * films);
  expect(wrong).toBe(0);
});

async function decode(file: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(file, { ignoreIcc: true })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels as 3 | 4, samples: data };
}

function meanChange(one: Pixels, other: Pixels): number {
  let sum = 0;
  for (const [at, sample] of one.samples.entries()) sum += Math.abs(sample - (other.samples[at] ?? 0));
  return sum / one.samples.length;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
