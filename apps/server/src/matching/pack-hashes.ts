import { fromHex } from "@vigie/hashing";
import { isComparable } from "./match-rules.ts";
import type { SealedHashes } from "./seal-hashes.ts";

/** Bytes of a PDQ hash and of a gradient hash. */
export const pictureHashBytes = 32;
/** Bytes of a digest that count. */
export const digestBytes = 16;
const digestNames = ["md5", "sha1", "sha256"] as const;
const entryBytes = 2 * pictureHashBytes + digestNames.length * digestBytes;

const hasPdq = 1;
const hasGradient = 2;
const hasDigest = 4;

/** Hashes of many entries in few arrays, which threads hand over to each other without a copy. */
export interface PackedHashes {
  count: number;
  /** Which hashes each entry has, a bit each. PDQ of too little quality is left out: it is not compared. */
  kinds: Uint8Array<ArrayBuffer>;
  /** 0 to 100; -1: nobody gave one. */
  qualities: Int8Array<ArrayBuffer>;
  /** 112 bytes an entry: PDQ, gradient, and the first 16 of MD5, SHA-1 and SHA-256. */
  hashes: Uint8Array<ArrayBuffer>;
  /** PDQ of the frames of all videos, one after the other: those worth comparing, each once a video. */
  frames: Uint8Array<ArrayBuffer>;
  /** For each entry, how many frames there are up to its last. */
  frameEnds: Uint32Array<ArrayBuffer>;
}

/** @throws RangeError when a hash is not hexadecimal. */
export function packHashes(entries: readonly SealedHashes[]): PackedHashes {
  const count = entries.length;
  const kinds = new Uint8Array(count);
  const qualities = new Int8Array(count);
  const hashes = new Uint8Array(count * entryBytes);
  const frameEnds = new Uint32Array(count);
  const frames: Uint8Array[] = [];
  for (const [at, entry] of entries.entries()) {
    let kind = 0;
    const put = (hex: string, offset: number, bytes: number) =>
      hashes.set(bytesOf(hex).subarray(0, bytes), at * entryBytes + offset);
    if (entry.pdq && isComparable(entry.quality)) {
      put(entry.pdq, 0, pictureHashBytes);
      kind |= hasPdq;
    }
    if (entry.gradient) {
      put(entry.gradient, pictureHashBytes, pictureHashBytes);
      kind |= hasGradient;
    }
    for (const [number, name] of digestNames.entries()) {
      const digest = entry[name];
      if (!digest) continue;
      put(digest, 2 * pictureHashBytes + number * digestBytes, digestBytes);
      kind |= hasDigest << number;
    }
    kinds[at] = kind;
    qualities[at] = entry.quality ?? -1;
    frames.push(...frameHashes(entry.frames ?? []));
    frameEnds[at] = frames.length;
  }
  const allFrames = new Uint8Array(frames.length * pictureHashBytes);
  for (const [at, frame] of frames.entries()) allFrames.set(frame, at * pictureHashBytes);
  return { count, kinds, qualities, hashes, frames: allFrames, frameEnds };
}

/** Where the hashes of an entry begin in `hashes`; null for those it has not. */
export function hashOffsets(
  { kinds }: PackedHashes,
  at: number,
): { pdq: number | null; gradient: number | null; digests: readonly number[] } {
  const kind = kinds[at] ?? 0;
  const first = at * entryBytes;
  const digests: number[] = [];
  for (let number = 0; number < digestNames.length; number += 1)
    if (kind & (hasDigest << number)) digests.push(first + 2 * pictureHashBytes + number * digestBytes);
  return {
    pdq: kind & hasPdq ? first : null,
    gradient: kind & hasGradient ? first + pictureHashBytes : null,
    digests,
  };
}

/** Frames worth comparing, each hash once. */
export function frameHashes(frames: NonNullable<SealedHashes["frames"]>): Uint8Array[] {
  const once = new Set(frames.flatMap(({ quality, pdq }) => (isComparable(quality) ? [pdq] : [])));
  return [...once].map(bytesOf);
}

/** @throws RangeError when a hash is not hexadecimal. */
export function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes) throw new RangeError("a hash is not hexadecimal");
  return bytes;
}
