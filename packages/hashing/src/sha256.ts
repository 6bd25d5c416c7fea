import { blockDigest, type Digest } from "./digest.ts";

// Fractions of the roots of the first primes, as the standard derives them, by whole numbers.
const primes = firstPrimes(64);
const rounds = Int32Array.from(primes, (prime) => fractionOfRoot(prime, 3n));
const start = Int32Array.from(primes.slice(0, 8), (prime) => fractionOfRoot(prime, 2n));
const schedule = new Int32Array(64);

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function createSha256(): Digest {
  return blockDigest({ state: start.slice(), littleEndian: false, mix });
}

function mix(state: Int32Array, words: Int32Array): void {
  schedule.set(words);
  for (let step = 16; step < 64; step += 1) {
    const near = schedule[step - 2] ?? 0;
    const far = schedule[step - 15] ?? 0;
    const sigma1 = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    const sigma0 = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    schedule[step] = sigma1 + (schedule[step - 7] ?? 0) + sigma0 + (schedule[step - 16] ?? 0);
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let step = 0; step < 64; step += 1) {
    const sum1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const sum0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const one = (h + sum1 + ((e & f) ^ (~e & g)) + (rounds[step] ?? 0) + (schedule[step] ?? 0)) | 0;
    const two = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function firstPrimes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let next = 2n; found.length < count; next += 1n) {
    if (found.every((prime) => next % prime !== 0n)) found.push(next);
  }
  return found;
}

/** The first 32 bits after the point of the root of `degree`. */
function fractionOfRoot(prime: bigint, degree: bigint): number {
  const target = prime << (32n * degree);
  let root = 0n;
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** degree <= target) root += bit;
  }
  return Number(root & 0xffff_ffffn);
}
