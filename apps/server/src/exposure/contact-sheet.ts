import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants, existsSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Pixels } from "@vigie/hashing";
import { DecodeRefusal, mostFrames } from "../matching/decode-rules.ts";
import { readPortablePixmaps } from "../matching/decode-video.ts";
import type { TakenPicture } from "./decoder-orders.ts";
import { takeFrame } from "./draw-pictures.ts";

/** Single frames that are shown of a video. */
const framesShown = 12;
/** Longest side that ffmpeg gives, in pixels. */
const longestFrameSide = 1_280;
const shell = "/bin/sh";
/**
 * No core dump: it would hold frames, and limits of time end with one. Address space, in KiB, and seconds of a processor.
 * Systems without one of these limits leave it out.
 */
const limited =
  'ulimit -c 0 2>/dev/null; ulimit -v 2097152 2>/dev/null; ulimit -t 60 2>/dev/null; exec ffmpeg "$@"';
/** What a shell ends with when there is no such program. */
const notFound = 127;

/**
 * Single frames of a video, evenly spread over its first ten minutes, by ffmpeg as a process of its own. Its sound is
 * never decoded, its bytes are in memory only.
 * @param onFrame called for each frame that was looked at.
 * @throws DecodeRefusal `no_ffmpeg`, `no_frames`, `too_many_pixels`.
 */
export async function contactSheet(
  bytes: Uint8Array,
  onFrame: () => void,
): Promise<Omit<TakenPicture, "preview">[]> {
  const file = await namelessFile(bytes);
  const ffmpeg = startFfmpeg(file);
  const missing = new Promise<boolean>((resolve) => {
    ffmpeg.once("error", () => resolve(true)).once("spawn", () => resolve(false));
  });
  try {
    if (await missing) throw new DecodeRefusal("no_ffmpeg");
    const ended = once(ffmpeg, "exit");
    ffmpeg.stdin?.on("error", () => {}).end(bytes);
    if (!ffmpeg.stdout) throw new DecodeRefusal("no_frames");
    const frames = await spread(readPortablePixmaps(ffmpeg.stdout), onFrame);
    if (frames.length > 0) return frames;
    const [code] = await ended;
    throw new DecodeRefusal(code === notFound ? "no_ffmpeg" : "no_frames");
  } finally {
    ffmpeg.kill("SIGKILL");
    await file?.close();
  }
}

/** Keeps every frame, then every second, every fourth: twice as many as are shown at most are held at a time. */
async function spread(
  all: AsyncIterable<Pixels>,
  onFrame: () => void,
): Promise<Omit<TakenPicture, "preview">[]> {
  let held: Omit<TakenPicture, "preview">[] = [];
  let every = 1;
  let second = 0;
  for await (const pixels of all) {
    if (second % every === 0) held.push({ ...(await takeFrame(pixels)), timeMs: second * 1_000 });
    if (held.length === 2 * framesShown) {
      held = held.filter((_, at) => at % 2 === 0);
      every *= 2;
    }
    second += 1;
    onFrame();
  }
  const step = held.length / Math.min(held.length, framesShown);
  return Array.from(
    { length: Math.min(held.length, framesShown) },
    (_, at) => held[Math.floor(at * step)],
  ).filter((frame) => frame !== undefined);
}

const inMemory = "/dev/shm";
/** Of Linux (`O_TMPFILE`, include/uapi/asm-generic/fcntl.h): a file without a name, which ends with whoever holds it. */
const withoutName = 0o20200000;

/** A file in memory that ffmpeg can seek in, as most videos need. Null where there is none: ffmpeg then reads a pipe. */
async function namelessFile(bytes: Uint8Array): Promise<FileHandle | null> {
  if (process.platform !== "linux" || !existsSync(inMemory)) return null;
  const file = await open(inMemory, constants.O_RDWR | withoutName, 0o600).catch(() => null);
  try {
    await file?.writeFile(bytes);
    return file;
  } catch {
    await file?.close();
    return null;
  }
}

function startFfmpeg(file: FileHandle | null) {
  const words = ffmpegWords(file ? "file:/dev/fd/0" : "pipe:0");
  const stdio: [number | "pipe", "pipe", "ignore"] = [file?.fd ?? "pipe", "pipe", "ignore"];
  return existsSync(shell)
    ? spawn(shell, ["-c", limited, shell, ...words], { stdio })
    : spawn("ffmpeg", words, { stdio });
}

function ffmpegWords(input: string): string[] {
  const fitting = `scale=w='min(${longestFrameSide},iw)':h='min(${longestFrameSide},ih)':force_original_aspect_ratio=decrease`;
  return [
    // A file may name others, on the network too: nothing but files and pipes is opened.
    ...["-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-threads", "1"],
    ...["-an", "-sn", "-dn", "-i", input],
    ...["-map", "0:v:0", "-vf", `fps=1,${fitting}`, "-frames:v", String(mostFrames), "-pix_fmt", "rgb24"],
    ...["-threads", "1", "-f", "image2pipe", "-c:v", "ppm", "pipe:1"],
  ];
}
