// The program of the processes in which files are decoded and hashed. It is told paths, and answers hashes only.
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { hashGradients, hashPixels, toHex } from "@vigie/hashing";
import type { DecodeAnswer, DecodeOrder, FileHashes } from "./decode-answers.ts";
import { decodePicture, limitDecoders } from "./decode-picture.ts";
import { DecodeRefusal, kindOf, mostPictureBytes, signatureBytes } from "./decode-rules.ts";
import { videoFrames } from "./decode-video.ts";

const mostMemoryBytes = 250 * 1024 * 1024;
/** Still held after an answer: less is free for the next file than one may need. */
const mostLeftBytes = 170 * 1024 * 1024;
const memoryEveryMilliseconds = 10;
const pieceBytes = 8 * 1024 * 1024;

limitDecoders();
process.on("message", (order: DecodeOrder) => void answer(order));
process.on("disconnect", endWithGroup);
// Decoders work in other threads: this one is free to look.
setInterval(() => {
  if (process.memoryUsage.rss() > mostMemoryBytes)
    send({ kind: "refused", problem: "too_much_memory", isSpent: true });
}, memoryEveryMilliseconds);
send({ kind: "alive" });

function send(answer: DecodeAnswer): void {
  process.send?.(answer);
}

/** Whoever started this process is gone: an ffmpeg that it started goes with it. */
function endWithGroup(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit();
  }
}

async function answer({ file }: DecodeOrder): Promise<void> {
  try {
    const hashes = await hashFile(file);
    send({ kind: "hashed", hashes, isSpent: isSpent() });
  } catch (error) {
    const problem = error instanceof DecodeRefusal ? error.problem : "unreadable";
    send({ kind: "refused", problem, isSpent: isSpent() });
  }
}

function isSpent(): boolean {
  if (process.memoryUsage.rss() <= mostLeftBytes) return false;
  globalThis.gc?.();
  return process.memoryUsage.rss() > mostLeftBytes;
}

async function hashFile(file: string): Promise<FileHashes> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new DecodeRefusal("empty");
    const start = Buffer.alloc(Math.min(signatureBytes, size));
    await handle.read(start, 0, start.length, 0);
    switch (kindOf(start)) {
      case "picture":
        if (size > mostPictureBytes) throw new DecodeRefusal("too_many_bytes");
        return await hashPicture(handle);
      case "video":
        return await hashVideo(handle, file);
      case "unknown":
        throw new DecodeRefusal("unknown_kind");
    }
  } finally {
    await handle.close();
  }
}

async function hashPicture(handle: FileHandle): Promise<FileHashes> {
  const bytes = await handle.readFile();
  const pixels = await decodePicture(bytes);
  const { hash, quality } = hashPixels(pixels);
  const digest = (name: string) => createHash(name).update(bytes).digest("hex");
  return {
    pdq: toHex(hash),
    quality,
    gradient: toHex(hashGradients(pixels)),
    md5: digest("md5"),
    sha1: digest("sha1"),
    sha256: digest("sha256"),
  };
}

async function hashVideo(handle: FileHandle, file: string): Promise<FileHashes> {
  const frames: { pdq: string; quality: number; timeMs: number }[] = [];
  for await (const { pixels, timeMs } of videoFrames(file)) {
    const { hash, quality } = hashPixels(pixels);
    frames.push({ pdq: toHex(hash), quality, timeMs });
    send({ kind: "alive" });
  }
  const [md5, sha1, sha256] = [createHash("md5"), createHash("sha1"), createHash("sha256")];
  const piece = Buffer.alloc(pieceBytes);
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(piece, 0, pieceBytes, at);
    if (bytesRead === 0) break;
    for (const digest of [md5, sha1, sha256]) digest.update(piece.subarray(0, bytesRead));
    at += bytesRead;
    send({ kind: "alive" });
  }
  return { frames, md5: md5.digest("hex"), sha1: sha1.digest("hex"), sha256: sha256.digest("hex") };
}
