import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import type { Pixels } from "@vigie/hashing";
import { DecodeRefusal, mostFrames, mostPixels } from "./decode-rules.ts";

/** A frame, and when it is shown. */
export interface VideoFrame {
  pixels: Pixels;
  /** From the start of the video. */
  timeMs: number;
}

const shell = "/bin/sh";
/** Address space, in KiB, and seconds of a processor. Systems without one of these limits leave it out. */
const limited = 'ulimit -v 2097152 2>/dev/null; ulimit -t 120 2>/dev/null; exec ffmpeg "$@"';
/** What a shell ends with when there is no such program. */
const notFound = 127;

/**
 * One frame a second of a video, at full size, by ffmpeg as a process of its own that may open this file and nothing
 * else.
 * @throws DecodeRefusal `no_ffmpeg`, `no_frames`, `too_many_pixels`.
 */
export async function* videoFrames(file: string): AsyncGenerator<VideoFrame> {
  const ffmpeg = startFfmpeg(file);
  const missing = new Promise<boolean>((resolve) => {
    ffmpeg.once("error", () => resolve(true)).once("spawn", () => resolve(false));
  });
  if (await missing) throw new DecodeRefusal("no_ffmpeg");
  const ended = once(ffmpeg, "exit");
  let frames = 0;
  try {
    for await (const pixels of readPortablePixmaps(ffmpeg.stdout)) {
      yield { pixels, timeMs: frames * 1000 };
      frames += 1;
    }
  } finally {
    ffmpeg.kill("SIGKILL");
  }
  if (frames > 0) return;
  const [code] = await ended;
  throw new DecodeRefusal(code === notFound ? "no_ffmpeg" : "no_frames");
}

function startFfmpeg(file: string): ChildProcessByStdio<null, Readable, null> {
  const words = ffmpegWords(file);
  return existsSync(shell)
    ? spawn(shell, ["-c", limited, shell, ...words], { stdio: ["ignore", "pipe", "ignore"] })
    : spawn("ffmpeg", words, { stdio: ["ignore", "pipe", "ignore"] });
}

function ffmpegWords(file: string): string[] {
  // A file may name others, on the network too: nothing but files and pipes is opened, and the name is never an address.
  const input = ["-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-noautorotate"];
  const oneThread = ["-threads", "1"];
  const output = ["-map", "0:v:0", "-vf", "fps=1", "-frames:v", String(mostFrames), "-pix_fmt", "rgb24"];
  return [
    ...input,
    ...oneThread,
    "-i",
    `file:${file}`,
    ...output,
    ...oneThread,
    "-f",
    "image2pipe",
    "-c:v",
    "ppm",
    "pipe:1",
  ];
}

/** Longer than any header below. */
const headerBytes = 32;

/**
 * Pictures as `P6`, width, height, 255, then red, green, blue: the plainest format there is. Holds one at a time.
 * @throws DecodeRefusal `too_many_pixels`, `damaged`.
 */
export async function* readPortablePixmaps(stream: AsyncIterable<Buffer>): AsyncGenerator<Pixels> {
  let picture: Pixels | null = null;
  let filled = 0;
  let left: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    left = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    while (left.length > 0) {
      if (!picture) {
        const header = /^P6\s(\d{1,5})\s(\d{1,5})\s255\s/.exec(left.toString("latin1", 0, headerBytes));
        if (!header && left.length >= headerBytes) throw new DecodeRefusal("damaged");
        if (!header) break;
        const [width, height] = [Number(header[1]), Number(header[2])];
        if (width * height > mostPixels) throw new DecodeRefusal("too_many_pixels");
        picture = { width, height, channels: 3, samples: Buffer.alloc(width * height * 3) };
        filled = 0;
        left = left.subarray(header[0].length);
      }
      const { samples }: Pixels = picture;
      const taken = left.subarray(0, samples.length - filled);
      samples.set(taken, filled);
      filled += taken.length;
      left = left.subarray(taken.length);
      if (filled < samples.length) break;
      yield picture;
      picture = null;
    }
  }
}
