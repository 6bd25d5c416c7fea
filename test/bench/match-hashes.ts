/**
 * Invented hashes with the statistics of PDQ: the signs, around their median, of the 16 x 16 lowest frequencies of a few
 * rectangles and some noise, as drawn pictures have them. So each has 128 bits set, and neighbouring frequencies agree
 * more often than chance. Of a bank, 80 % stand alone, 18 % have up to 50 near copies, and 2 % are in four crowds
 * (a meme, a screenshot, a flat frame) whose members differ by a few bits from one another.
 */
export function drawBank(count: number, seed: number): { hashes: Uint8Array; crowds: number[][] } {
  const draw = spectraFrom(seed);
  const hashes = new Uint8Array(count * 32);
  const crowds: number[][] = [];
  // Where a hash stands says nothing about what it is: a stride that shares no factor with the count visits all.
  const stride = coprimeNear(Math.floor(count * 0.618), count);
  let place = 0;
  const next = (spectrum: Float32Array, noise: number): number => {
    const id = (place * stride) % count;
    place += 1;
    draw.hashOf(spectrum, noise, hashes, id * 32);
    return id;
  };
  for (const share of [0.008, 0.006, 0.004, 0.002]) {
    const centre = draw.spectrum();
    crowds.push(Array.from({ length: Math.floor(count * share) }, () => next(centre, draw.random() * 0.035)));
  }
  while (place < count) {
    const spectrum = draw.spectrum();
    next(spectrum, 0);
    if (draw.random() >= 0.0087) continue;
    for (let copies = Math.floor(draw.random() * 50); copies > 0 && place < count; copies -= 1) {
      next(spectrum, draw.random() * 0.035);
    }
  }
  return { hashes, crowds };
}

/** Half are copies of members with up to 31 bits changed, the others are of pictures that are not in the bank. */
export function drawQueries(hashes: Uint8Array, count: number, seed: number): Uint8Array[] {
  const draw = spectraFrom(seed);
  return Array.from({ length: count }, (_, at) => {
    if (at % 2 === 0) {
      const id = Math.floor(draw.random() * (hashes.length / 32));
      return turnBits(hashes.slice(id * 32, id * 32 + 32), Math.floor(draw.random() * 32), draw.random);
    }
    const hash = new Uint8Array(32);
    draw.hashOf(draw.spectrum(), 0, hash, 0);
    return hash;
  });
}

/** Changes that many bits of the hash, in place. */
export function turnBits(hash: Uint8Array, count: number, random: () => number): Uint8Array {
  const bits = new Set<number>();
  while (bits.size < count) bits.add(Math.floor(random() * 256));
  for (const bit of bits) hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return hash;
}

const side = 16;
const profiles = 1024;

function spectraFrom(seed: number) {
  const random = randomFrom(seed);
  // How a stretch from one point to another looks in 16 frequencies.
  const stretches = new Float32Array(profiles * side);
  for (let profile = 0; profile < profiles; profile += 1) {
    const from = random();
    const to = random();
    for (let frequency = 0; frequency < side; frequency += 1) {
      const turns = Math.PI * (frequency + 1);
      stretches[profile * side + frequency] = (Math.sin(turns * to) - Math.sin(turns * from)) / turns;
    }
  }
  const noises = Float32Array.from({ length: 8192 }, () => {
    return (random() + random() + random() - 1.5) * 2;
  });
  const weights = Float32Array.from({ length: side * side }, (_, at) => {
    return 0.1 / ((Math.floor(at / side) + 2) * ((at % side) + 2));
  });
  const spectrumNow = new Float32Array(side * side);
  const noisy = new Float32Array(side * side);
  const sorting = new Float32Array(side * side);

  let drawn = 0;
  /** Mirroring a picture changes the signs of every other row or column: each is used in its four forms, to save time. */
  function spectrum(): Float32Array {
    drawn += 1;
    if (drawn % 4 !== 1) {
      const odd = drawn % 2 === 0 ? 1 : side;
      for (let at = 0; at < spectrumNow.length; at += 1)
        if (at & odd) spectrumNow[at] = -(spectrumNow[at] ?? 0);
      return spectrumNow;
    }
    spectrumNow.fill(0);
    for (let rectangles = 2 + Math.floor(random() * 4); rectangles > 0; rectangles -= 1) {
      const across = Math.floor(random() * profiles) * side;
      const down = Math.floor(random() * profiles) * side;
      const strength = random() - 0.5;
      for (let row = 0; row < side; row += 1) {
        const part = strength * (stretches[down + row] as number);
        for (let column = 0; column < side; column += 1) {
          const at = row * side + column;
          spectrumNow[at] = (spectrumNow[at] as number) + part * (stretches[across + column] as number);
        }
      }
    }
    addNoise(spectrumNow, spectrumNow, 0.12);
    return spectrumNow;
  }

  /** Noise weakens as frequencies rise, as the spectrum does. */
  function addNoise(from: Float32Array, to: Float32Array, share: number): void {
    const offset = Math.floor(random() * 7900);
    for (let at = 0; at < weights.length; at += 1) {
      to[at] = (from[at] as number) + share * (noises[offset + at] as number) * (weights[at] as number);
    }
  }

  function hashOf(from: Float32Array, noise: number, hashes: Uint8Array, at: number): void {
    addNoise(from, noisy, noise);
    sorting.set(noisy);
    const middle = smallest(sorting, 128);
    for (let byte = 0; byte < 32; byte += 1) {
      let bits = 0;
      for (let bit = 0; bit < 8; bit += 1) if ((noisy[byte * 8 + bit] ?? 0) > middle) bits |= 1 << bit;
      hashes[at + byte] = bits;
    }
  }

  return { random, spectrum, hashOf };
}

/** The nth smallest number, by Hoare's selection. Reorders the numbers. */
function smallest(numbers: Float32Array, nth: number): number {
  let low = 0;
  let high = numbers.length - 1;
  const wanted = nth - 1;
  while (low < high) {
    const pivot = numbers[(low + high) >> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((numbers[left] ?? 0) < pivot) left += 1;
      while ((numbers[right] ?? 0) > pivot) right -= 1;
      if (left > right) break;
      const kept = numbers[left] ?? 0;
      numbers[left] = numbers[right] ?? 0;
      numbers[right] = kept;
      left += 1;
      right -= 1;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else break;
  }
  return numbers[wanted] ?? 0;
}

function coprimeNear(start: number, count: number): number {
  const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));
  let stride = Math.max(1, start);
  while (divisor(stride, count) !== 1) stride += 1;
  return stride;
}

/** Mulberry32: numbers from 0 to 1 that a seed repeats. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
