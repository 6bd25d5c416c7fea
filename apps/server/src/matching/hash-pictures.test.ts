import { execFile, fork, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { crc32, deflateSync } from "node:zlib";
import { hashGradients, hashPixels, hashPixelsPlainly, toHex } from "@vigie/hashing";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inventPicture, randomFrom } from "../../../../test/invented-pictures.ts";
import { pictureFormats } from "../../../../test/picture-formats.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { decodePicture, limitDecoders } from "./decode-picture.ts";
import {
  type DecodeProblem,
  decodedBytes,
  decodeProblems,
  kindOf,
  mostPictureBytes,
  signatureBytes,
} from "./decode-rules.ts";
import { type HashedFile, hashPictures } from "./hash-pictures.ts";

const folder = makeTemporaryFolder();
afterAll(() => rm(folder, { recursive: true, force: true }));

const invented = (seed: number, width: number, height: number): Sharp =>
  sharp(inventPicture({ seed, width, height }).samples, { raw: { width, height, channels: 3 } });

async function hashAll(
  files: readonly string[],
  searchPath = "/nowhere",
  decoders = 2,
): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for await (const one of hashPictures(files, { decoders, searchPath })) hashed.push(one);
  return hashed;
}

async function put(name: string, bytes: Buffer | string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
}

describe("pictures of every format", () => {
  const files: string[] = [];
  let hashed: HashedFile[] = [];

  beforeAll(async () => {
    const random = randomFrom(11);
    for (let seed = 0; seed < 16; seed += 1) {
      const width = 20 + Math.floor(280 * random());
      const height = 20 + Math.floor(280 * random());
      for (const [name, save] of Object.entries(pictureFormats)) {
        files.push(await put(`${seed}-${name}`, await save(invented(seed, width, height)).toBuffer()));
      }
    }
    files.push(
      await put(
        "one.png",
        await sharp(Buffer.from([1, 2, 3]), { raw: { width: 1, height: 1, channels: 3 } })
          .png()
          .toBuffer(),
      ),
    );
    files.push(await put("tiny.gif", await invented(1, 4, 6).gif().toBuffer()));
    files.push(await put("large.jpg", await invented(2, 2400, 1800).jpeg().toBuffer()));
    const frames = Buffer.concat(
      [1, 2, 3].map((seed) => Buffer.from(inventPicture({ seed, width: 60, height: 50 }).samples)),
    );
    const animated = sharp(frames, { raw: { width: 60, height: 150, channels: 3, pageHeight: 50 } });
    files.push(
      await put(
        "animated.gif",
        await animated
          .clone()
          .gif({ delay: [90, 90, 90] })
          .toBuffer(),
      ),
    );
    files.push(await put("animated.webp", await animated.webp({ lossless: true }).toBuffer()));
    hashed = await hashAll(files);
  }, 120_000);

  test("more than 300 are all read, in the order asked", () => {
    expect(files.length).toBeGreaterThan(300);
    expect(hashed.map(({ file }) => file)).toEqual(files);
    expect(hashed.filter((one) => "problem" in one)).toEqual([]);
  });

  test("WebAssembly and TypeScript give the same bits for each, in the other process as in this", async () => {
    limitDecoders();
    for (const one of hashed) {
      if (!("hashes" in one)) continue;
      const bytes = await readFile(one.file);
      const pixels = await decodePicture(bytes);
      expect(hashPixelsPlainly(pixels)).toEqual(hashPixels(pixels));
      expect(one.hashes, one.file).toEqual({
        pdq: toHex(hashPixelsPlainly(pixels).hash),
        quality: hashPixels(pixels).quality,
        gradient: toHex(hashGradients(pixels)),
        md5: createHash("md5").update(bytes).digest("hex"),
        sha1: createHash("sha1").update(bytes).digest("hex"),
        sha256: createHash("sha256").update(bytes).digest("hex"),
      });
    }
  });

  const pdqOf = (name: string) => {
    const found = hashed.find(({ file }) => file === join(folder, name));
    return found && "hashes" in found && "pdq" in found.hashes ? found.hashes.pdq : name;
  };

  test("what loses nothing has one hash: 16 bits, transparency, another container, an orientation or a profile", () => {
    for (let seed = 0; seed < 16; seed += 1) {
      const plain = pdqOf(`${seed}-colours.png`);
      for (const name of [
        "transparent.png",
        "lossless.webp",
        "transparent.webp",
        "colours.tiff",
        "deep.png",
      ]) {
        expect(pdqOf(`${seed}-${name}`), `${seed}-${name}`).toBe(plain);
      }
      expect(pdqOf(`${seed}-inks.jpg`)).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test("of a moving picture the first frame counts; of one pixel the hash is zeros", async () => {
    const still = await put("still.png", await invented(1, 60, 50).png().toBuffer());
    const [first] = await hashAll([still]);
    expect(first && "hashes" in first && "pdq" in first.hashes && first.hashes.pdq).toBe(
      pdqOf("animated.webp"),
    );
    expect(pdqOf("one.png")).toBe("0".repeat(64));
  });
});

describe("hostile files", () => {
  const refusals: Readonly<Record<string, readonly [DecodeProblem, () => Promise<Buffer | string>]>> = {
    "empty.jpg": ["empty", async () => ""],
    "words.jpg": ["unknown_kind", async () => "not a picture at all"],
    "drawing.svg": [
      "unknown_kind",
      async () => '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    ],
    "page.png": ["unknown_kind", async () => "<!doctype html><img src=x>"],
    "paper.pdf": ["unknown_kind", async () => "%PDF-1.7\n"],
    "cut.jpg": ["damaged", async () => cut(await invented(1, 300, 200).jpeg().toBuffer())],
    "cut.png": ["damaged", async () => cut(await invented(1, 300, 200).png().toBuffer())],
    "cut.webp": ["damaged", async () => cut(await invented(1, 300, 200).webp().toBuffer())],
    "cut.gif": ["damaged", async () => cut(await invented(1, 300, 200).gif().toBuffer())],
    "cut.avif": ["damaged", async () => cut(await invented(1, 300, 200).avif({ effort: 0 }).toBuffer())],
    "cut.tiff": ["damaged", async () => cut(await invented(1, 300, 200).tiff().toBuffer())],
    "head-only.jpg": ["damaged", async () => Buffer.from("ffd8ffe0", "hex")],
    "noise.gif": ["damaged", async () => Buffer.concat([Buffer.from("GIF89a"), noise(5000)])],
    "noise.tiff": ["damaged", async () => Buffer.concat([Buffer.from("II*\0"), noise(5000)])],
    "30000.png": ["too_many_pixels", async () => emptyPng(30_000, 30_000)],
    "billions.png": ["damaged", async () => emptyPng(2_000_000_000, 2_000_000_000)],
    "wide.png": ["too_many_pixels", async () => emptyPng(60_000_000, 1)],
    "bomb.png": ["damaged", async () => emptyPng(7_000, 7_000)],
    "bomb-of-colours.png": ["too_much_memory", async () => flatPng(7_000, 7_000, { bits: 8, type: 6 })],
    "huge.jpg": [
      "too_many_bytes",
      async () => Buffer.concat([Buffer.from("ffd8ff", "hex"), Buffer.alloc(mostPictureBytes)]),
    ],
    "30000.jpg": ["too_many_pixels", async () => largerJpeg(30_000)],
    "scans.jpg": ["too_much_memory", async () => largerJpeg(7_000, { progressive: true })],
    "30000.gif": ["too_many_pixels", async () => gifOf({ frames: 1, side: 30_000, frameSide: 30_000 })],
    "loop.tiff": ["too_many_pixels", async () => loopingTiff(30_000)],
    "loop-small.tiff": ["damaged", async () => loopingTiff(100)],
    "film.mp4": ["no_ffmpeg", async () => Buffer.from("000000186674797069736f6d0000000069736f6d", "hex")],
  };

  test("each is refused for its own reason, in under 2 seconds, and the batch goes on", async () => {
    const good = await put("good.png", await invented(3, 100, 100).png().toBuffer());
    const files: string[] = [];
    for (const [name, [, make]] of Object.entries(refusals)) files.push(await put(name, await make()), good);
    const before = process.memoryUsage().rss;
    const hashed = await hashAll(files);
    const told = Object.fromEntries(
      hashed.flatMap((one) => ("problem" in one ? [[one.file.slice(folder.length + 1), one.problem]] : [])),
    );
    expect(told).toEqual(
      Object.fromEntries(Object.entries(refusals).map(([name, [problem]]) => [name, problem])),
    );
    expect(hashed.filter((one) => "hashes" in one).length).toBe(Object.keys(refusals).length);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test("a folder, a missing file and a device are refused", async () => {
    await mkdir(join(folder, "below"), { recursive: true });
    expect(await hashAll([join(folder, "below"), join(folder, "gone"), "/dev/zero"])).toEqual([
      { file: join(folder, "below"), problem: "not_a_file" },
      { file: join(folder, "gone"), problem: "unreadable" },
      { file: "/dev/zero", problem: "not_a_file" },
    ]);
  });

  test("a picture is what its content says: a wrong ending, or an archive behind it, changes nothing", async () => {
    const jpeg = await invented(4, 200, 150).jpeg().toBuffer();
    const files = [
      await put("right.jpg", jpeg),
      await put("wrong.png", jpeg),
      await put("archive.jpg", Buffer.concat([jpeg, Buffer.from("PK\u0003\u0004<script>")])),
      await put("name[page=7].jpg", jpeg),
    ];
    const hashed = await hashAll(files);
    const hashes = hashed.map((one) => "hashes" in one && "pdq" in one.hashes && one.hashes.pdq);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size).toBe(1);
  });

  test("what would take too much memory is refused by its header, and its decoder goes on", async () => {
    // Every scan of a progressive picture is kept until the last has come.
    const heavy = await sharp({ create: { width: 7000, height: 7000, channels: 3, background: "#345" } })
      .jpeg({ progressive: true, chromaSubsampling: "4:4:4" })
      .toBuffer();
    const place = await clapper("header", "");
    const film = await put("before.webm", Buffer.from("1a45dfa3000000", "hex"));
    const [, refused] = await hashAll([film, await put("heavy.jpg", heavy), film], place, 1);
    expect(refused).toMatchObject({ problem: "too_much_memory" });
    expect(await decodersSeen(place)).toHaveLength(1);
  });

  test("memory is told from a header alone: never less than the pixels, and more where a format keeps more", () => {
    const header = { format: "jpeg", width: 1000, height: 1000, channels: 3 };
    expect(decodedBytes(header)).toBe(3_000_000);
    expect(decodedBytes({ ...header, isProgressive: true, chromaSubsampling: "4:2:0" })).toBe(6_000_000);
    expect(decodedBytes({ ...header, isProgressive: true, chromaSubsampling: "4:4:4" })).toBe(9_000_000);
    expect(decodedBytes({ ...header, format: "png", isProgressive: true, depth: "ushort" })).toBe(9_000_000);
    for (const format of ["gif", "webp", "heif"]) expect(decodedBytes({ ...header, format })).toBe(7_000_000);
  });

  test("what takes too much memory without saying so is ended, and the next file is read by a new process", async () => {
    const frame = "printf 'P6\\n7000 7000\\n255\\n'; /usr/bin/head -c 147000000 /dev/zero;";
    const place = await clapper("frames", frame.repeat(4));
    const film = await put("vast.webm", Buffer.from("1a45dfa3000000", "hex"));
    const good = await put("after.png", await invented(5, 100, 100).png().toBuffer());
    expect(await hashAll([film, good], place, 1)).toMatchObject([
      { problem: expect.stringMatching(/too_much_memory|too_slow/) },
      { hashes: { md5: expect.any(String) } },
    ]);
  }, 20_000);

  test("a decoder that holds much after a picture is replaced before the next file; after a small one it is not", async () => {
    const place = await clapper("spent", "");
    const film = await put("which.webm", Buffer.from("1a45dfa3000000", "hex"));
    const small = await put("small.png", await invented(7, 100, 100).png().toBuffer());
    const vast = await put("vast.png", flatPng(7_000, 7_000, { bits: 8, type: 2 }));
    const [, first] = await hashAll([film, small, film], place, 1);
    expect(first).toMatchObject({ hashes: {} });
    expect(await decodersSeen(place)).toHaveLength(1);
    const [, second] = await hashAll([film, vast, film], place, 1);
    // Ended for another reason on a very busy machine: replaced all the same.
    expect(second).toMatchObject({ file: vast });
    expect(await decodersSeen(place)).toHaveLength(3);
  }, 20_000);

  test("each bomb stays within 256 MB of its own process", async () => {
    const bombs = {
      "plain.png": () => flatPng(7_000, 7_000, { bits: 8, type: 2 }),
      "one-bit.png": () => flatPng(7_000, 7_000, { bits: 1, type: 0 }),
      "deep.png": () => flatPng(4_500, 4_500, { bits: 16, type: 6 }),
      "words.png": () => flatPng(5, 5, { bits: 8, type: 2, more: [compressedWords(200)] }),
      "behind.png": () => flatPng(5, 5, { bits: 8, type: 2, rows: 10_000_000 }),
      "many.gif": () => gifOf({ frames: 100_000, side: 2_000, frameSide: 1 }),
      "scans.jpg": async () => largerJpeg(7_000, { progressive: true }),
    };
    for (const [name, make] of Object.entries(bombs)) {
      expect(await megabytesFor(await put(`bomb-${name}`, await make())), name).toBeLessThan(256);
    }
  }, 60_000);

  test("whoever asks no more ends the decoders, and no other is started for what waited", async () => {
    const place = await clapper("left", "/bin/sleep 0.2;");
    const film = await put("waits.webm", Buffer.from("1a45dfa3000000", "hex"));
    for await (const _ of hashPictures(Array(12).fill(film), { decoders: 2, searchPath: place })) break;
    const seen = await decodersSeen(place);
    await sleep(400);
    expect(await decodersSeen(place)).toEqual(seen);
    expect(seen.length).toBeLessThanOrEqual(2);
  });

  test("every reason is a sentence that names no place of this machine", () => {
    for (const sentence of Object.values(decodeProblems)) expect(sentence).toMatch(/^[^/]+\.$/);
  });

  test("no bytes make the recogniser throw", () => {
    for (let length = 0; length < 40; length += 1) expect(() => kindOf(noise(length))).not.toThrow();
    expect(signatureBytes).toBeGreaterThanOrEqual(12);
  });
});

test("of a video, frames a second apart are hashed at their own size", async () => {
  const place = join(folder, "programs");
  await mkdir(place, { recursive: true });
  // Plays ffmpeg: two frames, as ffmpeg writes them.
  const frames = [1, 2].map((seed) => {
    const { samples } = inventPicture({ seed, width: 64, height: 48 });
    return Buffer.concat([Buffer.from("P6\n64 48\n255\n"), samples]);
  });
  await writeFile(join(place, "frames"), Buffer.concat(frames));
  await writeFile(join(place, "ffmpeg"), `#!/bin/sh\nexec /bin/cat ${join(place, "frames")}\n`);
  await chmod(join(place, "ffmpeg"), 0o755);
  const film = await put("clip.webm", Buffer.from("1a45dfa3000000", "hex"));
  const [hashed] = await hashAll([film], place);
  const expected = [1, 2].map((seed, at) => {
    const { hash, quality } = hashPixels(inventPicture({ seed, width: 64, height: 48 }));
    return { pdq: toHex(hash), quality, timeMs: 1000 * at };
  });
  expect(hashed).toMatchObject({
    hashes: {
      frames: expected,
      sha256: createHash("sha256")
        .update(await readFile(film))
        .digest("hex"),
    },
  });
  await writeFile(join(place, "ffmpeg"), "#!/bin/sh\nexit 1\n");
  expect(await hashAll([film], place)).toEqual([{ file: film, problem: "no_frames" }]);
});

test("an ffmpeg that says nothing is ended with its decoder, and has limits of memory and time", async () => {
  const place = join(folder, "silent");
  await mkdir(place, { recursive: true });
  const beats = join(place, "beats");
  const told = join(place, "told");
  await writeFile(
    join(place, "ffmpeg"),
    `#!/bin/sh\necho "$(ulimit -v) $(ulimit -t) $*" > ${told}\nwhile :; do echo . >> ${beats}; /bin/sleep 0.02; done\n`,
  );
  await chmod(join(place, "ffmpeg"), 0o755);
  const film = await put("silent.webm", Buffer.from("1a45dfa3000000", "hex"));
  const good = await put("beside.png", await invented(8, 100, 100).png().toBuffer());
  expect(await hashAll([film, good], place)).toMatchObject([
    { file: film, problem: "too_slow" },
    { file: good, hashes: {} },
  ]);
  await sleep(300);
  const { size } = await stat(beats);
  await sleep(300);
  expect((await stat(beats)).size).toBe(size);
  expect(size).toBeGreaterThan(0);
  expect(await readFile(told, "utf8")).toMatch(/^2097152 120 .*-threads 1 -i file:/);
});

test("a reader that has seen enough ends the command well, without a word and with nothing left behind", async () => {
  const many = join(folder, "many");
  await mkdir(many, { recursive: true });
  const picture = await invented(6, 120, 90).jpeg().toBuffer();
  for (let at = 0; at < 60; at += 1) await writeFile(join(many, `${at}.jpg`), picture);
  const command = spawn(process.execPath, ["apps/server/dist/cli.js", "hash", many, "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaints = "";
  command.stderr.on("data", (text) => {
    complaints += String(text);
  });
  command.stdout.once("data", () => command.stdout.destroy());
  const [code, signal] = await once(command, "close");
  expect([code, signal, complaints]).toEqual([0, null, ""]);
});

test("the command walks folders, answers a line a file, and says by its exit status whether all were read", async () => {
  const below = join(folder, "walk", "deeper");
  await mkdir(below, { recursive: true });
  const picture = await invented(6, 120, 90).jpeg().toBuffer();
  await writeFile(join(folder, "walk", "a.jpg"), picture);
  await writeFile(join(below, "b.jpg"), picture);
  const good = await vigieHash([join(folder, "walk")]);
  expect(good.code).toBe(0);
  expect(good.lines.map(({ file }) => file)).toEqual([join(folder, "walk", "a.jpg"), join(below, "b.jpg")]);
  expect(Object.keys(good.lines[0] ?? {})).toEqual([
    "file",
    "pdq",
    "quality",
    "gradient",
    "md5",
    "sha1",
    "sha256",
  ]);
  await writeFile(join(below, "c.jpg"), "nothing");
  const bad = await vigieHash([join(folder, "walk")]);
  expect(bad.code).toBe(1);
  expect(bad.lines.length).toBe(3);
  expect(bad.lines[2]).toEqual({ file: join(below, "c.jpg"), error: decodeProblems.unknown_kind });
});

function vigieHash(paths: readonly string[]): Promise<{ code: number; lines: { file: string }[] }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["apps/server/dist/cli.js", "hash", ...paths, "--json"], (error, stdout) => {
      const lines = stdout.trimEnd().split("\n");
      resolve({
        code: typeof error?.code === "number" ? error.code : 0,
        lines: lines.map((line) => JSON.parse(line)),
      });
    });
  });
}

/** Plays ffmpeg: writes down which decoder started it, and gives what it is told to. @returns its folder. */
async function clapper(name: string, gives: string): Promise<string> {
  const place = join(folder, `programs-${name}`);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "ffmpeg"), `#!/bin/sh\necho $PPID >> ${join(place, "seen")}\n${gives}\n`);
  await chmod(join(place, "ffmpeg"), 0o755);
  return place;
}

/** Each decoder that asked for a film, once. */
async function decodersSeen(place: string): Promise<string[]> {
  return [...new Set((await readFile(join(place, "seen"), "utf8")).trim().split("\n"))];
}

/** The most memory that a decoder of its own holds for a file, where the system tells. Nobody ends it when it is slow. */
async function megabytesFor(file: string): Promise<number> {
  const decoder = fork("apps/server/dist/decode-child.js", {
    env: { PATH: "/nowhere" },
    execArgv: ["--max-old-space-size=64", "--expose-gc"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  try {
    await once(decoder, "message");
    decoder.send({ file });
    await once(decoder, "message");
    const status = await readFile(`/proc/${decoder.pid}/status`, "utf8").catch(() => "");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } finally {
    decoder.kill("SIGKILL");
  }
}

function cut(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

function noise(length: number): Buffer {
  const random = randomFrom(length);
  return Buffer.from(Array.from({ length }, () => Math.floor(256 * random())));
}

/** A PNG whose header promises what its few bytes do not hold. */
function emptyPng(width: number, height: number): Buffer {
  return png(width, height, { bits: 8, type: 2, body: Buffer.alloc(1000) });
}

const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 6: 4 };

/** A PNG of one colour: few bytes that become as many as its header says, or as `rows` do. */
function flatPng(
  width: number,
  height: number,
  { bits, type, rows = height, more = [] }: { bits: number; type: number; rows?: number; more?: Buffer[] },
): Buffer {
  const rowBytes = 1 + Math.ceil((width * bits * (channelsOf[type] ?? 1)) / 8);
  return png(width, height, { bits, type, more, body: Buffer.alloc(rowBytes * rows) });
}

function png(
  width: number,
  height: number,
  { bits, type, body, more = [] }: { bits: number; type: number; body: Buffer; more?: Buffer[] },
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, type, 0, 0, 0], 8);
  const parts = [
    chunk("IHDR", header),
    ...more,
    chunk("IDAT", deflateSync(body, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

/** Words in a PNG that become so many megabytes. */
function compressedWords(megabytes: number): Buffer {
  const words = deflateSync(Buffer.alloc(megabytes * 1024 * 1024), { level: 1 });
  return chunk("zTXt", Buffer.concat([Buffer.from("a\0\0"), words]));
}

/** A small JPEG whose header says that it is larger. */
async function largerJpeg(side: number, { progressive = false } = {}): Promise<Buffer> {
  const jpeg = await invented(1, 16, 16).jpeg({ progressive }).toBuffer();
  const at = jpeg.indexOf(Buffer.from([0xff, progressive ? 0xc2 : 0xc0]));
  jpeg.writeUInt16BE(side, at + 5);
  jpeg.writeUInt16BE(side, at + 7);
  return jpeg;
}

/** A GIF of so many frames, each of which holds one pixel whatever it says. */
function gifOf({ frames, side, frameSide }: { frames: number; side: number; frameSide: number }): Buffer {
  const start = Buffer.from("47494638396100000000800000000000ffffff", "hex");
  start.writeUInt16LE(side, 6);
  start.writeUInt16LE(side, 8);
  const frame = Buffer.from("21f90400010000002c0000000001000100000202440100", "hex");
  frame.writeUInt16LE(frameSide, 13);
  frame.writeUInt16LE(frameSide, 15);
  return Buffer.concat([start, ...Array<Buffer>(frames).fill(frame), Buffer.from([0x3b])]);
}

/** A TIFF of one picture that names itself as the next, and has no bytes for its pixels. */
function loopingTiff(side: number): Buffer {
  const tiff = Buffer.alloc(200);
  tiff.write("II*\0", "latin1");
  tiff.writeUInt32LE(8, 4);
  const fields = [
    [256, side],
    [257, side],
    [258, 8],
    [259, 1],
    [262, 1],
    [273, 150],
    [277, 1],
    [278, side],
    [279, 1_000_000_000],
  ] as const;
  tiff.writeUInt16LE(fields.length, 8);
  for (const [at, [tag, value]] of fields.entries()) {
    tiff.writeUInt16LE(tag, 10 + at * 12);
    tiff.writeUInt16LE(4, 12 + at * 12);
    tiff.writeUInt32LE(1, 14 + at * 12);
    tiff.writeUInt32LE(value, 18 + at * 12);
  }
  tiff.writeUInt32LE(8, 10 + fields.length * 12);
  return tiff;
}

function chunk(name: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), bytes]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
