import { buildExactIndex, type ExactIndex, hashBytes, mostHashes } from "./exact-index.ts";

const magic = 0x58494756; // "VGIX"
const version = 1;
/** Words of 32 bits, low byte first: magic, version, count, two of checksum, three of zeros. */
const headerBytes = 32;

/** Bytes that `loadExactIndex` refuses. Its message says why. */
export class SavedIndexError extends Error {
  override name = "SavedIndexError";
}

/**
 * The hashes and which of them were removed, in 32 bytes and a bit each. Tables are not saved: making them again takes
 * about as long as reading them would, and damaged bytes cannot make wrong ones.
 */
export function saveExactIndex(index: ExactIndex): Uint8Array {
  const hashes = index.hashes();
  const removed = index.removedBits();
  const saved = new Uint8Array(savedBytes(hashes.length / hashBytes));
  saved.set(hashes, headerBytes);
  saved.set(removed, headerBytes + hashes.length);
  new Uint32Array(saved.buffer).set([magic, version, hashes.length / hashBytes]);
  new Uint32Array(saved.buffer, 12).set(checksum(saved));
  return saved;
}

/** @throws SavedIndexError when the bytes are no saved index, of another version, cut off or damaged. */
export function loadExactIndex(saved: Uint8Array): ExactIndex {
  // Words are read at addresses divisible by 4, where a slice of a file need not start.
  const bytes = saved.byteOffset % 4 === 0 ? saved : saved.slice();
  if (bytes.length < headerBytes) throw new SavedIndexError(`${bytes.length} bytes are no saved index.`);
  const [foundMagic, foundVersion, count = 0, ...sums] = new Uint32Array(bytes.buffer, bytes.byteOffset, 5);
  if (foundMagic !== magic) throw new SavedIndexError("These bytes are no saved index.");
  if (foundVersion !== version) {
    throw new SavedIndexError(`A saved index of version ${foundVersion} is not known here, only ${version}.`);
  }
  if (count > mostHashes || bytes.length !== savedBytes(count)) {
    throw new SavedIndexError(
      `A saved index of ${count} hashes has ${savedBytes(count)} bytes, these are ${bytes.length}: it was cut off.`,
    );
  }
  const [first, second] = checksum(bytes);
  if (first !== sums[0] || second !== sums[1]) {
    throw new SavedIndexError("The saved index is damaged: its checksum is another. Load an older copy.");
  }
  const end = headerBytes + count * hashBytes;
  return buildExactIndex(bytes.subarray(headerBytes, end), bytes.subarray(end));
}

/** The bits of removal are padded to whole words. */
function savedBytes(count: number): number {
  return headerBytes + count * hashBytes + Math.ceil(count / 32) * 4;
}

/**
 * Against damage, not against somebody who means it. Every word changes both sums for good, as each step can be undone.
 */
function checksum(saved: Uint8Array): [number, number] {
  const words = new Uint32Array(saved.buffer, saved.byteOffset, saved.length / 4);
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let at = 0; at < words.length; at += 1) {
    // The sums themselves.
    if (at === 3 || at === 4) continue;
    const word = words[at] ?? 0;
    first = Math.imul(first ^ word, 0x01000193);
    first ^= first >>> 15;
    second = Math.imul(second + word, 0x85ebca6b);
    second ^= second >>> 13;
  }
  return [first >>> 0, second >>> 0];
}
