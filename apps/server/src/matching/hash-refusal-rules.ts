import type { HashRefusal } from "@vigie/contract";
import { isComparable } from "./match-rules.ts";

// Of an empty file: half the world has one.
const emptyDigests = new Set([
  "d41d8cd98f00b204e9800998ecf8427e",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
]);

/** @param digest MD5, SHA-1 or SHA-256 in lower-case hexadecimal. */
export function isOfEmptyFile(digest: string): boolean {
  return emptyDigests.has(digest);
}

// A PDQ hash has a bit for each frequency above the median: about half of them, unless there is no picture to speak of.
const fewestBits = 64;
const mostBits = 256 - fewestBits;
// 16 rows of 16 bits: the upper, lower, left or right half is all the same.
const constantHalf =
  /^(?:0{32}|f{32})|(?:0{32}|f{32})$|^(?:(?:00..){16}|(?:ff..){16}|(?:..00){16}|(?:..ff){16})$/;

/**
 * Whether a PDQ hash is of a flat picture, or of nothing: within 31 bits of it are pictures that are not alike.
 * @param pdq 64 lower-case hexadecimal digits.
 */
export function isFlat(pdq: string): boolean {
  const bits = bitsOf(pdq);
  return bits < fewestBits || bits > mostBits || constantHalf.test(pdq);
}

/** Why a PDQ hash that somebody sends is not compared; null when it is. Lists, which often leave quality out, are not asked for it. */
export function refusalOfPdq({
  pdq,
  quality,
}: {
  pdq: string;
  quality?: number | undefined;
}): HashRefusal | null {
  if (isFlat(pdq)) return "says_nothing";
  if (quality === undefined) return "no_quality";
  return isComparable(quality) ? null : "low_quality";
}

function bitsOf(hex: string): number {
  let bits = 0;
  for (const digit of hex) bits += "0112122312232334".charCodeAt(Number.parseInt(digit, 16)) - 48;
  return bits;
}
