import { blockDigest, type Digest } from "./digest.ts";

const schedule = new Int32Array(80);

/** SHA-1 (FIPS 180-4), 20 bytes. It finds copies that others list by it; it proves nothing. */
export function createSha1(): Digest {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  return blockDigest({ state, littleEndian: false, mix });
}

function mix(state: Int32Array, words: Int32Array): void {
  schedule.set(words);
  for (let step = 16; step < 80; step += 1) {
    const word =
      (schedule[step - 3] ?? 0) ^
      (schedule[step - 8] ?? 0) ^
      (schedule[step - 14] ?? 0) ^
      (schedule[step - 16] ?? 0);
    schedule[step] = (word << 1) | (word >>> 31);
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  for (let step = 0; step < 80; step += 1) {
    let mixed: number;
    if (step < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999;
    else if (step < 40) mixed = (b ^ c ^ d) + 0x6ed9eba1;
    else if (step < 60) mixed = ((b & c) | (b & d) | (c & d)) + -0x70e44324;
    else mixed = (b ^ c ^ d) + -0x359d3e2a;
    const next = (((a << 5) | (a >>> 27)) + mixed + e + (schedule[step] ?? 0)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
}
