import type { Fingerprint } from "@vigie/contract";
import {
  createMd5,
  createSha1,
  createSha256,
  hashGradients,
  hashPixels,
  type Pixels,
  toHex,
} from "@vigie/hashing";
import { readPixels, TooLargePicture } from "./read-pixels.ts";

/** Below this, PDQ is not compared. */
const leastQuality = 50;
/** Frames of a video: one a second, spread out when it is longer. */
const mostFrames = 60;
const longestSeekMilliseconds = 10_000;

/** What became of a file. `exact`, `large`: only the same bytes will be known again. */
export interface FileFingerprint {
  fingerprint: Fingerprint | null;
  state: "ready" | "weak" | "exact" | "large" | "failed";
}

/**
 * The fingerprint of a picture or video, made in this page.
 * @param advance is told how much is done, 0 to 1.
 */
export async function fingerprintOf(file: File, advance: (share: number) => void): Promise<FileFingerprint> {
  // Every empty file is the same file.
  if (file.size === 0) return { fingerprint: null, state: "failed" };
  const kind = file.type.startsWith("video/") ? "video" : "image";
  try {
    const digests = await digestsOf(file, (share) => advance(share / 2));
    try {
      const seen = kind === "video" ? await seenInVideo(file, advance) : await seenInPicture(file);
      return { fingerprint: { kind, ...seen.hashes, ...digests }, state: seen.isWeak ? "weak" : "ready" };
    } catch (error) {
      return {
        fingerprint: { kind, ...digests },
        state: error instanceof TooLargePicture ? "large" : "exact",
      };
    }
  } catch {
    return { fingerprint: null, state: "failed" };
  }
}

async function digestsOf(
  file: File,
  advance: (share: number) => void,
): Promise<Pick<Fingerprint, "md5" | "sha1" | "sha256">> {
  const [md5, sha1, sha256] = [createMd5(), createSha1(), createSha256()];
  const reader = file.stream().getReader();
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (const digest of [md5, sha1, sha256]) digest.update(value);
    read += value.length;
    advance(read / file.size);
  }
  return { md5: toHex(md5.digest()), sha1: toHex(sha1.digest()), sha256: toHex(sha256.digest()) };
}

interface Seen {
  hashes: Pick<Fingerprint, "pdq" | "quality" | "gradient" | "frames">;
  isWeak: boolean;
}

async function seenInPicture(file: File): Promise<Seen> {
  const bitmap = await createImageBitmap(await withoutOrientation(file), {
    colorSpaceConversion: "none",
    imageOrientation: "none",
    premultiplyAlpha: "none",
  });
  const pixels = readPixels(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  const { hash, quality } = hashPixels(pixels);
  return {
    hashes: { pdq: toHex(hash), quality, gradient: toHex(hashGradients(pixels)) },
    isWeak: quality < leastQuality,
  };
}

/** Bytes in which a JPEG says what it is before its pixels begin. */
const headBytes = 1_048_576;

/**
 * The same picture without the part of a JPEG that says how a viewer should turn it: browsers turn pixels by it, even
 * when they are asked not to (`imageOrientation: "none"`, seen with Chromium 156), and hashes are of pixels as stored.
 */
async function withoutOrientation(file: File): Promise<Blob> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const byte = (at: number) => head[at] ?? 0;
  if (byte(0) !== 0xff || byte(1) !== 0xd8) return file;
  const parts: Blob[] = [file.slice(0, 2)];
  let at = 2;
  // FFE0 to FFEF and two bytes of length; Exif stands in FFE1.
  while (byte(at) === 0xff && byte(at + 1) >> 4 === 0xe) {
    const end = at + 2 + byte(at + 2) * 256 + byte(at + 3);
    if (byte(at + 1) !== 0xe1) parts.push(file.slice(at, end));
    at = end;
  }
  return new Blob([...parts, file.slice(at)], { type: file.type });
}

async function seenInVideo(file: File, advance: (share: number) => void): Promise<Seen> {
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  try {
    video.muted = true;
    video.preload = "auto";
    video.src = address;
    await happens(video, "loadeddata");
    const seconds = Number.isFinite(video.duration) ? video.duration : 0;
    const count = Math.max(1, Math.min(mostFrames, Math.ceil(seconds)));
    const frames: NonNullable<Fingerprint["frames"]> = [];
    for (let frame = 0; frame < count; frame += 1) {
      const at = count < mostFrames ? frame : (frame * seconds) / count;
      frames.push({ ...(await frameAt(video, at)), timeMs: Math.round(at * 1000) });
      advance(0.5 + (frame + 1) / (2 * count));
    }
    return { hashes: { frames }, isWeak: frames.every(({ quality }) => quality < leastQuality) };
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  }
}

async function frameAt(video: HTMLVideoElement, seconds: number): Promise<{ pdq: string; quality: number }> {
  if (video.currentTime !== seconds) {
    video.currentTime = seconds;
    await happens(video, "seeked");
  }
  const pixels: Pixels = readPixels(video, video.videoWidth, video.videoHeight);
  const { hash, quality } = hashPixels(pixels);
  return { pdq: toHex(hash), quality };
}

function happens(video: HTMLVideoElement, event: "loadeddata" | "seeked"): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the video does not answer")), longestSeekMilliseconds);
    const end = (settle: () => void) => () => {
      clearTimeout(late);
      settle();
    };
    video.addEventListener(event, end(resolve), { once: true });
    video.addEventListener(
      "error",
      end(() => reject(new Error("the video cannot be played"))),
      { once: true },
    );
  });
}
