import { cpus } from "node:os";
import { engine, fullOracle, hammingDistance, hashPixels, hashPixelsPlainly } from "@vigie/hashing";
import sharp from "sharp";
import { drawPicture } from "../../packages/hashing/src/test-pictures.ts";

const sizes = [
  { width: 512, height: 512, turns: 40 },
  { width: 1024, height: 1024, turns: 20 },
  { width: 4000, height: 3000, turns: 20 },
] as const;
const runsPerTurn = 10;
const decodeRounds = 30;

/**
 * The time of a PDQ hash of decoded RGBA pixels, their copy into WebAssembly included, beside the published four box
 * passes over every pixel in the same run, in turns; and a 12-megapixel JPEG to its hash beside its decoder alone.
 */
export async function bench({ say }: { say: (line: string) => void }) {
  const figures = sizes.map(({ width, height, turns }) => {
    const picture = drawPicture({ seed: width, width, height, channels: 4, kind: "scene" });
    const [published, webassembly, typescript] = inTurns(turns, [
      () => fullOracle(picture),
      () => hashPixels(picture),
      () => hashPixelsPlainly(picture),
    ]);
    const distance = hammingDistance(hashPixels(picture).hash, fullOracle(picture).hash);
    say(
      `${width}x${height}: published ${published?.ms} ms, WebAssembly ${webassembly?.ms} ms, TypeScript ${typescript?.ms} ms, ${distance} bits apart`,
    );
    return { width, height, published, webassembly, typescript, distance };
  });
  const jpeg = await measureJpeg();
  say(`JPEG of 12 megapixels: decoder alone ${jpeg.decoder.ms} ms, to its hash ${jpeg.toHash.ms} ms`);
  const at512 = figures[0];
  return {
    bench: "pdq",
    figures: { engine, pixels: figures, jpeg },
    baseline: {
      what: "PDQ as published: luma, four box passes by sliding sums on Float32Array, 512x512 RGBA",
      ms: at512?.published?.ms,
    },
    ratio: Number(((at512?.published?.ms ?? 0) / (at512?.webassembly?.ms ?? 1)).toFixed(1)),
    notes: [
      `${cpus()[0]?.model.trim()}, ${cpus().length} processors; medians, in turns of ${runsPerTurn} runs`,
      "ratio: published over WebAssembly at 512x512 RGBA, the copy of the pixels included",
      "coldMs: the first run of each turn, after another has used the processor's caches",
      "pictures over 512 are sampled to 512x512 first, by both, as the reference does",
    ],
  };
}

/** The first turn warms up and does not count. */
function inTurns(turns: number, contenders: readonly (() => unknown)[]) {
  const times = contenders.map(() => ({ all: [] as number[], first: [] as number[] }));
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [at, run] of contenders.entries()) {
      for (let round = 0; round < runsPerTurn; round += 1) {
        const begin = performance.now();
        run();
        const ms = performance.now() - begin;
        if (turn > 0) times[at]?.all.push(ms);
        if (turn > 0 && round === 0) times[at]?.first.push(ms);
      }
    }
  }
  return times.map(({ all, first }) => ({ ...summary(all), coldMs: median(first) }));
}

async function measureJpeg() {
  const { samples, ...shape } = drawPicture({
    seed: 12,
    width: 4000,
    height: 3000,
    channels: 3,
    kind: "scene",
  });
  const file = await sharp(samples, { raw: shape }).jpeg({ quality: 85 }).toBuffer();
  const decode = () => sharp(file).raw().toBuffer();
  const decodeAndHash = async () =>
    hashPixels({ width: shape.width, height: shape.height, channels: 3, samples: await decode() });
  const alone: number[] = [];
  const hashed: number[] = [];
  for (let round = -4; round < decodeRounds; round += 1) {
    const pair = [
      { run: decode, times: alone },
      { run: decodeAndHash, times: hashed },
    ];
    // The second of a pair finds warmer caches: each is it every other time.
    for (const { run, times } of round % 2 === 0 ? pair : pair.reverse()) {
      const begin = performance.now();
      await run();
      if (round >= 0) times.push(performance.now() - begin);
    }
  }
  const decoder = summary(alone);
  const toHash = summary(hashed);
  return { bytes: file.length, decoder, toHash, share: Number((toHash.ms / decoder.ms).toFixed(3)) };
}

function summary(times: readonly number[]) {
  return { ms: median(times), leastMs: Number(Math.min(...times).toFixed(3)) };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(3));
}
