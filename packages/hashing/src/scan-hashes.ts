import { hammingDistance } from "./hamming-distance.ts";

/** A hash within the distance that was asked for. */
export type IndexMatch = {
  /** Its place in the list, from 0. */
  id: number;
  /** Bits in which it differs from the query. */
  distance: number;
};

/**
 * Compares a query with every hash: what an exact index must answer, and enough for some thousand hashes.
 * @param hashes one after the other, of 32 bytes each.
 * @param distance bits, up to and including.
 * @returns the nearest first, the lower id first where they are as near.
 */
export function scanHashes(hashes: Uint8Array, query: Uint8Array, distance = 31): IndexMatch[] {
  const matches: IndexMatch[] = [];
  for (let at = 0; at < hashes.length; at += query.length) {
    const apart = hammingDistance(hashes.subarray(at, at + query.length), query);
    if (apart <= distance) matches.push({ id: at / query.length, distance: apart });
  }
  return matches.sort((one, other) => one.distance - other.distance || one.id - other.id);
}
