import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import type { MediumProblem } from "@vigie/contract";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { inventPicture } from "../../../../test/invented-pictures.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { createMediaDecoder, type MediaDecoder } from "./media-decoder.ts";
import { differenceOf, inventCells } from "./test-exposure.ts";

const folder = makeTemporaryFolder();
const decoder = createMediaDecoder({ searchPath: "/nowhere" });
const others: MediaDecoder[] = [];
afterAll(async () => {
  for (const one of [decoder, ...others]) one.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A PNG that says what it likes of its size. */
function pngOf(width: number, height: number, data: Buffer): Buffer {
  const chunk = (name: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(data)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const good = () => inventCells(3).file("png");

test("hostile files are refused, each for its reason; the next file is read, and this process is untouched", async () => {
  const jpeg = await inventCells(4).file("jpeg");
  const hostile: Record<string, [MediumProblem, Buffer]> = {
    "a bomb by its header": ["too_large", pngOf(65_000, 65_000, Buffer.alloc(1_000))],
    "cut short": ["damaged", jpeg.subarray(0, jpeg.length / 2)],
    "only a signature": ["damaged", Buffer.from("\x89PNG\r\n\x1a\n", "latin1")],
    "a drawing": [
      "unknown_kind",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    "a page": ["unknown_kind", Buffer.from("<!doctype html><h1>Une page</h1>")],
    "a script": ["unknown_kind", Buffer.from("#!/bin/sh\necho\n")],
    "a document": ["unknown_kind", Buffer.from("%PDF-1.7\n")],
    nothing: ["unknown_kind", Buffer.alloc(0)],
    "noise that says it is a WebP": [
      "damaged",
      Buffer.concat([Buffer.from("RIFF\x10\0\0\0WEBPVP8 "), Buffer.alloc(64, 7)]),
    ],
    "a video where there is no ffmpeg": [
      "no_video_here",
      Buffer.from("000000186674797069736f6d0000000069736f6d", "hex"),
    ],
  };
  const before = process.memoryUsage.rss();
  // Within the bounds and yet hard work: it comes smaller or is refused, whichever its process can.
  const hardWork = pngOf(7_000, 7_000, Buffer.alloc(7_000 * (7_000 * 3 + 1)));
  const { pictures, problem = "" } = { pictures: [], ...(await decoder.take(hardWork)) } as {
    pictures: unknown[];
    problem?: string;
  };
  expect(pictures.length === 1 || ["too_hostile", "too_slow"].includes(problem)).toBe(true);
  for (const [name, [problem, bytes]] of Object.entries(hostile)) {
    expect(await decoder.take(bytes), name).toEqual({ problem });
    expect(await decoder.take(await good()), name).toMatchObject({ pictures: [{ width: 320, height: 240 }] });
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
}, 60_000);

test("a file that is two things at once is taken as its picture alone, made anew", async () => {
  const page = "<script>alert(1)</script>".repeat(20);
  const polyglot = Buffer.concat([await inventCells(5).file("jpeg"), Buffer.from(page)]);
  const marked = await sharp(await good())
    .withExif({ IFD0: { Copyright: "PERSONNE-INVENTÉE", ImageDescription: page.slice(0, 200) } })
    .jpeg()
    .toBuffer();
  for (const bytes of [polyglot, marked]) {
    const taken = await decoder.take(bytes);
    if (!("pictures" in taken)) throw new Error(taken.problem);
    for (const { bytes: kept, preview } of taken.pictures) {
      for (const made of [kept, preview]) {
        const text = Buffer.from(made).toString("latin1");
        expect(text).not.toMatch(/script|INVENT|Exif/);
      }
    }
  }
});

test("an upright picture comes of one that lies on its side, and a huge one comes smaller", async () => {
  const { samples, width, height } = inventCells(6, 300, 200);
  const lying = await sharp(samples, { raw: { width, height, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect(await decoder.take(lying)).toMatchObject({ pictures: [{ width: 200, height: 300, timeMs: null }] });
  const huge = await sharp({ create: { width: 9_000, height: 1_000, channels: 3, background: "#456" } })
    .png()
    .toBuffer();
  expect(await decoder.take(huge)).toMatchObject({ pictures: [{ width: 3_072, height: 341 }] });
});

test("filters are drawn on the server", async () => {
  const taken = await decoder.take(await good());
  if (!("pictures" in taken)) throw new Error(taken.problem);
  const bytes = taken.pictures[0]?.bytes ?? Buffer.alloc(0);
  const region = { left: 40, top: 30, width: 200, height: 150 };
  const draw = async (filters: Parameters<typeof decoder.draw>[0]["filters"], longestSide = 1_024) => {
    const drawn = await decoder.draw({ bytes, region, filters, longestSide });
    if ("problem" in drawn) throw new Error(drawn.problem);
    const { data, info } = await sharp(drawn.bytes).raw().toBuffer({ resolveWithObject: true });
    return { data, info };
  };
  const plain = await draw([]);
  expect(plain.info).toMatchObject({ width: 200, height: 150, channels: 3 });
  const grey = await draw(["grey"]);
  const channelsApart = ({ data }: { data: Buffer }) =>
    differenceOf(
      data.filter((_, at) => at % 3 === 0),
      data.filter((_, at) => at % 3 === 2),
    );
  expect(channelsApart(grey)).toBeLessThan(1);
  expect(channelsApart(plain)).toBeGreaterThan(10);
  expect(channelsApart(await draw(["sepia"]))).toBeGreaterThan(10);
  const flipped = await draw(["flipped"]);
  const row = 200 * 3;
  const upsideDown = Buffer.concat(
    Array.from({ length: 150 }, (_, at) => plain.data.subarray((149 - at) * row, (150 - at) * row)),
  );
  expect(differenceOf(flipped.data, upsideDown)).toBeLessThan(15);
  expect((await draw(["smaller"], 100)).info).toMatchObject({ width: 100, height: 75 });
  expect(differenceOf((await draw(["edges"])).data, plain.data)).toBeGreaterThan(20);
});

test("a video is twelve single frames at most, and ffmpeg is told to leave sound alone", async () => {
  const place = join(folder, "playing");
  await mkdir(place);
  // Plays ffmpeg: thirty frames, one a second, as ffmpeg writes them.
  const frames = Array.from({ length: 30 }, (_, seed) => {
    const { samples } = inventPicture({ seed, width: 64, height: 48 });
    return Buffer.concat([Buffer.from("P6\n64 48\n255\n"), samples]);
  });
  await writeFile(join(place, "frames"), Buffer.concat(frames));
  await writeFile(
    join(place, "ffmpeg"),
    `#!/bin/sh\necho "$*" > ${join(place, "told")}\n/bin/cat > ${join(place, "read")} < /dev/fd/0\nexec /bin/cat ${join(place, "frames")}\n`,
  );
  await chmod(join(place, "ffmpeg"), 0o755);
  const playing = createMediaDecoder({ searchPath: place });
  others.push(playing);
  const film = Buffer.concat([Buffer.from("1a45dfa3", "hex"), Buffer.alloc(5_000, 9)]);
  const taken = await playing.take(film);
  if (!("pictures" in taken)) throw new Error(taken.problem);
  expect(taken.pictures.length).toBe(12);
  const times = taken.pictures.map(({ timeMs }) => timeMs ?? -1);
  expect(times[0]).toBe(0);
  expect(times.at(-1)).toBeGreaterThanOrEqual(24_000);
  expect([...times].sort((a, b) => a - b)).toEqual(times);
  expect(await readFile(join(place, "told"), "utf8")).toMatch(/-an -sn -dn -i /);
  expect(await readFile(join(place, "read"))).toEqual(film);
});
