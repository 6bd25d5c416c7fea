import type { DecodeProblem } from "./decode-rules.ts";

/** Hashes of a file, in lower-case hexadecimal digits. Of a picture with `pdq`, of a video with `frames`. */
export type FileHashes = { md5: string; sha1: string; sha256: string } & (
  | { pdq: string; quality: number; gradient: string }
  | { frames: { pdq: string; quality: number; timeMs: number }[] }
);

/** What a decoding process is told. */
export interface DecodeOrder {
  file: string;
}

/**
 * What it says. `alive`: it is ready, or a part of the work is done, and the clock starts again. `isSpent`: it holds so
 * much memory that the next file would be blamed for it.
 */
export type DecodeAnswer =
  | { kind: "alive" }
  | { kind: "hashed"; hashes: FileHashes; isSpent: boolean }
  | { kind: "refused"; problem: DecodeProblem; isSpent: boolean };
