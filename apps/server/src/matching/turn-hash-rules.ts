import { type Orientation, orientations, turns } from "@vigie/hashing";

const side = 16;

/**
 * Bits further that a turned picture is looked for: what is lost when only its hash is turned. Measured on 486 invented
 * pictures of 130x90 to 1200x900 with quality 50 or more, turned in seven ways. Of the pictures really turned 92.4 % lie
 * within 31 bits of the turned hash and 97.4 % within 39; of those turned, halved and saved as JPEG of quality 60, 83.1 %
 * and 96.2 % (by `dihedralHashes`, within 31: 85.2 %). Of 1.6 million pairs of strangers none lay within 63. Each 8 bits
 * more cost the search about twice the work.
 */
export const turnedAllowance = 8;

/**
 * The PDQ hash of a turned or mirrored picture, from the hash alone: a wave that changes its sign changes its bit. It is
 * near, never sure to be equal, except where rows and columns only change places: a bit says above the median and not
 * above zero, and the hash keeps neither the median nor how far above. Waves that lie between the median and its opposite
 * come out wrong. On the same pictures as above: 6 bits from what `dihedralHashes` gives from the pixels (90 %: 16, at most
 * 44), 14 from the hash of the picture really turned (90 %: 30, 99 %: 44; `dihedralHashes`: 10, 26, 44), whose places of
 * sampling do not lie symmetrically. Small ones suffer most: at 130x90 a median of 28.
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
