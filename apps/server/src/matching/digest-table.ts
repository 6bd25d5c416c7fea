const wordsKept = 4;
const fullest = 0.6;

/** Places of digests: MD5, SHA-1 and SHA-256 of up to millions of entries, in about 35 bytes each. */
export interface DigestTable {
  /** @param digest 16 bytes or more, of which 16 count. */
  add(digest: Uint8Array, place: number): void;
  /** Forgets all that was added with one of the places, and gives back what they took. */
  removePlaces(gone: ReadonlySet<number>): void;
  /** Every place the digest was added with, in no order. */
  find(digest: Uint8Array): number[];
}

/** Open addressing over the first 128 bits of a digest, which a `Map` of so many strings would not hold. */
export function createDigestTable(): DigestTable {
  let capacity = 1024;
  let count = 0;
  let keys = new Uint32Array(capacity * wordsKept);
  /** The place plus one; 0: free. */
  let places = new Uint32Array(capacity);

  function put(words: Uint32Array, from: number, placePlusOne: number): void {
    let at = slotOf(words, from);
    while (places[at] !== 0) at = (at + 1) & (capacity - 1);
    for (let word = 0; word < wordsKept; word += 1) keys[at * wordsKept + word] = words[from + word] ?? 0;
    places[at] = placePlusOne;
    count += 1;
  }

  function slotOf(words: Uint32Array, from: number): number {
    let mixed = 0;
    for (let word = 0; word < wordsKept; word += 1)
      mixed = Math.imul(mixed ^ (words[from + word] ?? 0), 0x9e3779b1);
    return ((mixed ^ (mixed >>> 15)) >>> 0) & (capacity - 1);
  }

  function rebuild(newCapacity: number, gone?: ReadonlySet<number>): void {
    const before = { keys, places };
    capacity = newCapacity;
    count = 0;
    keys = new Uint32Array(capacity * wordsKept);
    places = new Uint32Array(capacity);
    for (const [at, place] of before.places.entries())
      if (place !== 0 && !gone?.has(place - 1)) put(before.keys, at * wordsKept, place);
  }

  return {
    add(digest, place) {
      if (count + 1 > capacity * fullest) rebuild(capacity * 2);
      put(wordsOf(digest), 0, place + 1);
    },
    removePlaces(gone) {
      rebuild(capacity, gone);
    },
    find(digest) {
      const words = wordsOf(digest);
      const found: number[] = [];
      for (let at = slotOf(words, 0); places[at] !== 0; at = (at + 1) & (capacity - 1)) {
        if (words.every((word, index) => keys[at * wordsKept + index] === word))
          found.push((places[at] ?? 0) - 1);
      }
      return found;
    },
  };
}

function wordsOf(digest: Uint8Array): Uint32Array {
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return Uint32Array.from({ length: wordsKept }, (_, word) => view.getUint32(word * 4));
}
