/**
 * Bits in which two hashes of the same length differ.
 * @returns 0 (the same) to 256 for PDQ. Up to 31, between hashes of quality 50 and more, counts as a match.
 * @throws RangeError when their lengths differ.
 */
export function hammingDistance(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) {
    throw new RangeError(
      `@vigie/hashing: a hash of ${one.length} bytes cannot be compared with one of ${other.length}.`,
    );
  }
  let distance = 0;
  for (let at = 0; at < one.length; at += 1) {
    let bits = (one[at] ?? 0) ^ (other[at] ?? 0);
    bits -= (bits >> 1) & 0x55;
    bits = (bits & 0x33) + ((bits >> 2) & 0x33);
    distance += (bits + (bits >> 4)) & 0x0f;
  }
  return distance;
}
