// Keccak as it was before SHA-3 changed its padding: what Ethereum and Monero check their addresses with, and what
// node:crypto does not have. Lanes are kept as two halves of 32 bits, the lower one first.

const roundConstants = [
  0x00000001, 0x00000000, 0x00008082, 0x00000000, 0x0000808a, 0x80000000, 0x80008000, 0x80000000, 0x0000808b,
  0x00000000, 0x80000001, 0x00000000, 0x80008081, 0x80000000, 0x00008009, 0x80000000, 0x0000008a, 0x00000000,
  0x00000088, 0x00000000, 0x80008009, 0x00000000, 0x8000000a, 0x00000000, 0x8000808b, 0x00000000, 0x0000008b,
  0x80000000, 0x00008089, 0x80000000, 0x00008003, 0x80000000, 0x00008002, 0x80000000, 0x00000080, 0x80000000,
  0x0000800a, 0x00000000, 0x8000000a, 0x80000000, 0x80008081, 0x80000000, 0x00008080, 0x80000000, 0x80000001,
  0x00000000, 0x80008008, 0x80000000,
];
const rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
const lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

const rateBytes = 136;

/** Keccak-256 of bytes. @returns 32 bytes. */
export function keccak256(bytes: Uint8Array): Buffer {
  const padded = Buffer.alloc((Math.floor(bytes.length / rateBytes) + 1) * rateBytes);
  padded.set(bytes);
  padded.writeUInt8(1, bytes.length);
  padded.writeUInt8(padded.readUInt8(padded.length - 1) | 0x80, padded.length - 1);
  const state = new Int32Array(50);
  for (let block = 0; block < padded.length; block += rateBytes) {
    for (let half = 0; half < rateBytes / 4; half += 1)
      xorInto(state, half, padded.readInt32LE(block + 4 * half));
    permute(state);
  }
  const digest = Buffer.alloc(32);
  for (let half = 0; half < 8; half += 1) digest.writeInt32LE(at(state, half), 4 * half);
  return digest;
}

function permute(state: Int32Array): void {
  const parity = new Int32Array(10);
  const row = new Int32Array(10);
  for (let round = 0; round < 24; round += 1) {
    for (let half = 0; half < 10; half += 1) {
      let sum = 0;
      for (let step = half; step < 50; step += 10) sum ^= at(state, step);
      parity[half] = sum;
    }
    for (let column = 0; column < 5; column += 1) {
      const before = 2 * ((column + 4) % 5);
      const after = 2 * ((column + 1) % 5);
      const low = at(parity, before) ^ rotated(at(parity, after), at(parity, after + 1), 1);
      const high = at(parity, before + 1) ^ rotated(at(parity, after + 1), at(parity, after), 1);
      for (let step = 2 * column; step < 50; step += 10) {
        xorInto(state, step, low);
        xorInto(state, step + 1, high);
      }
    }
    let low = at(state, 2);
    let high = at(state, 3);
    for (const [step, lane] of lanes.entries()) {
      const by = rotations[step] ?? 0;
      const nextLow = at(state, 2 * lane);
      const nextHigh = at(state, 2 * lane + 1);
      const [first, second] = by < 32 ? [low, high] : [high, low];
      state[2 * lane] = rotated(first, second, by % 32);
      state[2 * lane + 1] = rotated(second, first, by % 32);
      low = nextLow;
      high = nextHigh;
    }
    for (let start = 0; start < 50; start += 10) {
      for (let half = 0; half < 10; half += 1) row[half] = at(state, start + half);
      for (let half = 0; half < 10; half += 1) {
        xorInto(state, start + half, ~at(row, (half + 2) % 10) & at(row, (half + 4) % 10));
      }
    }
    xorInto(state, 0, roundConstants[2 * round] ?? 0);
    xorInto(state, 1, roundConstants[2 * round + 1] ?? 0);
  }
}

/** The half that `half` becomes when its lane turns left by `by` (0 to 31) bits, `other` being its other half. */
function rotated(half: number, other: number, by: number): number {
  return by === 0 ? half : (half << by) | (other >>> (32 - by));
}

function at(halves: Int32Array, position: number): number {
  return halves[position] ?? 0;
}

function xorInto(halves: Int32Array, position: number, value: number): void {
  halves[position] = at(halves, position) ^ value;
}
