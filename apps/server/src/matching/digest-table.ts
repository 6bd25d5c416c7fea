const wordsKept = 4;
const bytesKept = 4 * wordsKept;
/** Of a slot: the words of the digest, then the place plus one; 0: free. */
const slotWords = wordsKept + 1;
const smallest = 4;
const fullest = 0.75;
/** Parts grow one by one, each in well under a millisecond with ten million entries. */
const partBits = 12;

/** Places of digests: MD5, SHA-1 and SHA-256 of up to millions of entries, in 27 to 53 bytes each. */
export interface DigestTable {
  /**
   * @param digest 16 bytes or more, of which 16 count.
   * @param from where in `digest` they begin.
   */
  add(digest: Uint8Array, place: number, from?: number): void;
  /** Forgets all that was added with one of the places, and gives back what they took. */
  removePlaces(gone: Pick<ReadonlySet<number>, "has">): void;
  /** As `removePlaces`, in small steps, so that others have their turn in between. */
  removePlacesInSteps(gone: Pick<ReadonlySet<number>, "has">): Generator<void, void>;
  /** Every place the digest was added with, in no order. */
  find(digest: Uint8Array): number[];
}

interface Part {
  slots: Uint32Array;
  count: number;
}

/** Open addressing over the first 128 bits of a digest, which a `Map` of so many strings would not hold. */
export function createDigestTable(): DigestTable {
  const parts: (Part | undefined)[] = new Array(1 << partBits).fill(undefined);
  const given = new Uint8Array(bytesKept);
  const words = new Uint32Array(given.buffer);

  /** Which part, and where in it to begin. */
  function read(digest: Uint8Array, from: number): number {
    for (let at = 0; at < bytesKept; at += 1) given[at] = digest[from + at] ?? 0;
    return mixed(words, 0);
  }

  function* removePlacesInSteps(gone: Pick<ReadonlySet<number>, "has">): Generator<void, void> {
    for (const [at, part] of parts.entries()) {
      if (!part) continue;
      parts[at] = rebuilt(part, (place) => !gone.has(place));
      yield;
    }
  }

  return {
    add(digest, place, from = 0) {
      const mix = read(digest, from);
      const at = mix >>> (32 - partBits);
      let part = parts[at] ?? { slots: new Uint32Array(smallest * slotWords), count: 0 };
      if ((part.count + 1) * slotWords > part.slots.length * fullest) part = rebuilt(part, () => true);
      parts[at] = part;
      put(part, words, 0, { mix, placePlusOne: place + 1 });
    },
    removePlaces(gone) {
      for (const _ of removePlacesInSteps(gone));
    },
    removePlacesInSteps,
    find(digest) {
      const mix = read(digest, 0);
      const { slots } = parts[mix >>> (32 - partBits)] ?? {};
      if (!slots) return [];
      const last = slots.length / slotWords - 1;
      const found: number[] = [];
      for (let at = mix & last; ; at = (at + 1) & last) {
        const slot = at * slotWords;
        const placePlusOne = slots[slot + wordsKept] ?? 0;
        if (placePlusOne === 0) return found;
        if (words.every((word, index) => slots[slot + index] === word)) found.push(placePlusOne - 1);
      }
    },
  };
}

/** The same part with what is wanted of it, and room for one more at least. */
function rebuilt({ slots }: Part, isWanted: (place: number) => boolean): Part {
  const wanted: number[] = [];
  for (let slot = 0; slot < slots.length; slot += slotWords) {
    const placePlusOne = slots[slot + wordsKept] ?? 0;
    if (placePlusOne !== 0 && isWanted(placePlusOne - 1)) wanted.push(slot);
  }
  let capacity = smallest;
  while (wanted.length + 1 > capacity * fullest) capacity *= 2;
  const part = { slots: new Uint32Array(capacity * slotWords), count: 0 };
  for (const slot of wanted)
    put(part, slots, slot, { mix: mixed(slots, slot), placePlusOne: slots[slot + wordsKept] ?? 0 });
  return part;
}

function put(
  part: Part,
  words: Uint32Array,
  from: number,
  { mix, placePlusOne }: { mix: number; placePlusOne: number },
): void {
  const last = part.slots.length / slotWords - 1;
  let at = mix & last;
  while (part.slots[at * slotWords + wordsKept] !== 0) at = (at + 1) & last;
  for (let word = 0; word < wordsKept; word += 1) part.slots[at * slotWords + word] = words[from + word] ?? 0;
  part.slots[at * slotWords + wordsKept] = placePlusOne;
  part.count += 1;
}

function mixed(words: Uint32Array, from: number): number {
  let mix = 0;
  for (let word = 0; word < wordsKept; word += 1)
    mix = Math.imul(mix ^ (words[from + word] ?? 0), 0x9e3779b1);
  return (mix ^ (mix >>> 15)) >>> 0;
}
