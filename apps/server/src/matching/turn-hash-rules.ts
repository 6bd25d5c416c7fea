import { type Orientation, orientations, turns } from "@vigie/hashing";

const side = 16;

/**
 * The PDQ hash of a turned or mirrored picture, from the hash alone: a wave that changes its sign changes its bit. A bit
 * says above the median, not above zero, so that a few come out wrong. Of 77 invented pictures at most 24 bits from what
 * `dihedralHashes` gives (median 6), and at most 30 from the hash of the picture really turned (`dihedralHashes`: 24).
 * @param hash 32 bytes.
 */
export function turnHash(hash: Uint8Array, orientation: Orientation): Uint8Array {
  const { swapped, byRow, byColumn } = turns[orientation];
  const turned = new Uint8Array(hash.length);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const flips = (byRow && row % 2 === 0) !== (byColumn && column % 2 === 0);
      if (bitAt(hash, row * side + column) === flips) continue;
      const place = swapped ? column * side + row : row * side + column;
      turned[byteOf(place)] = (turned[byteOf(place)] ?? 0) | (1 << (place & 7));
    }
  }
  return turned;
}

/** The upright hash first, then its seven turned and mirrored forms. */
export function turnedHashes(hash: Uint8Array): { orientation: Orientation; hash: Uint8Array }[] {
  return orientations.map((orientation) => ({ orientation, hash: turnHash(hash, orientation) }));
}

// The first frequency is the last bit of a hash.
function byteOf(place: number): number {
  return side * 2 - 1 - (place >> 3);
}

function bitAt(hash: Uint8Array, place: number): boolean {
  return (((hash[byteOf(place)] ?? 0) >> (place & 7)) & 1) === 1;
}
