// asc --initialMemory 16 --maximumMemory 16
// The core of PDQ. What it computes, and from where, is told in src/hash-pixels-plainly.ts, which it equals bit for bit.
// JavaScript writes the tables and the samples into the memory; the places are exported.

const side: i32 = 64;
const waves: i32 = 16;
/** Bytes from one row of samples to the next: 512 pixels of red, green, blue, unused. */
export const rowBytes: i32 = 2048;
const rowBytesPow = 11;

/** f32 [16][64] and its transposition. */
export const cosinesAt: i32 = 0;
export const cosinesTurnedAt: i32 = 4096;
/** i32 [64]: the byte in a row of samples where the first neighbour of each column stands. */
export const startsAt: i32 = 8192;
/** f32 [64]: the sum of the weights of each column times 1000. */
export const scalesAt: i32 = 8448;
/**
 * i16 [64][32]: for each column what multiplies eight pixels from its start: red and blue of four pixels, green and
 * unused of the same, and so again for the next four.
 */
export const factorsAt: i32 = 8704;
/** i32 [7]: the weights of the rows of samples. */
export const rowWeightsAt: i32 = 12800;
const reducedAt: usize = 12864;
const halfAt: usize = 29248;
/** f32 [16][16]. */
export const spectrumAt: i32 = 33344;
const keysAt: usize = 34368;
/** 32 bytes. */
export const hashAt: i32 = 35392;
/** u8 [7][512][4]. The last row is followed by 32 bytes more, which are read and count for nothing. */
export const samplesAt: i32 = 35456;
/** i32 [512]: the byte in a row of the picture where each pixel stands that is gathered. */
export const offsetsAt: i32 = 49824;
/** u8, to the end of the memory: a row of the picture. */
export const wideAt: i32 = 51872;

/** Takes from the row at wideAt, three or four bytes a pixel, the pixels that offsetsAt names. */
export function gatherColours(to: i32): void {
  for (let at: i32 = 0; at < rowBytes; at += 4) {
    store<u32>(to + at, load<u32>(wideAt + load<i32>(offsetsAt + at)));
  }
}

/** As gatherColours, one byte a pixel. */
export function gatherGrey(to: i32): void {
  for (let at: i32 = 0; at < rowBytes; at += 4) {
    store<u32>(to + at, 0x010101 * <u32>load<u8>(wideAt + load<i32>(offsetsAt + at)));
  }
}

/** Makes one row of the reduced picture from `taps` rows of samples, by the weights at rowWeightsAt. */
export function reduceRow(row: i32, samples: usize, taps: i32, rowScale: f32): void {
  for (let column: i32 = 0; column < side; column += 4) {
    sumsToReduced(
      row,
      column,
      weighted(samples, column, taps),
      weighted(samples, column + 1, taps),
      weighted(samples, column + 2, taps),
      weighted(samples, column + 3, taps),
      rowScale,
    );
  }
}

/** As reduceRow for the weights 1 2 3 4 3 2 1, which is all rows but the last of a picture 512 high. */
export function reduceTentRow(row: i32, samples: usize, rowScale: f32): void {
  for (let column: i32 = 0; column < side; column += 4) {
    sumsToReduced(
      row,
      column,
      tent(samples, column),
      tent(samples, column + 1),
      tent(samples, column + 2),
      tent(samples, column + 3),
      rowScale,
    );
  }
}

@inline
function sumsToReduced(row: i32, column: i32, a: v128, b: v128, c: v128, d: v128, rowScale: f32): void {
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  const sums = i32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
  const scale = f32x4.mul(v128.load(scalesAt + (column << 2)), f32x4.splat(rowScale));
  v128.store(reducedAt + (row << 8) + (column << 2), f32x4.div(f32x4.convert_i32x4_s(sums), scale));
}

@inline
function weighted(samples: usize, column: i32, taps: i32): v128 {
  const at = samples + load<i32>(startsAt + (column << 2));
  const factors = factorsAt + (column << 6);
  return i32x4.add(weightedBlock(at, taps, factors), weightedBlock(at + 16, taps, factors + 32));
}

function weightedBlock(at: usize, taps: i32, factors: usize): v128 {
  let all = i16x8.splat(0);
  let odd = i16x8.splat(0);
  for (let tap: i32 = 0; tap < taps; tap += 1) {
    const weight = i16x8.splat(<i16>load<i32>(rowWeightsAt + (tap << 2)));
    const pixels = v128.load(at + (tap << rowBytesPow));
    all = i16x8.add(all, i16x8.mul(pixels, weight));
    odd = i16x8.add(odd, i16x8.mul(i16x8.shr_u(pixels, 8), weight));
  }
  return byFactors(all, odd, factors);
}

@inline
function tent(samples: usize, column: i32): v128 {
  const at = samples + load<i32>(startsAt + (column << 2));
  const factors = factorsAt + (column << 6);
  return i32x4.add(tentBlock(at, factors), tentBlock(at + 16, factors + 32));
}

@inline
function tentBlock(at: usize, factors: usize): v128 {
  // Two rows at a time, so that all fits into sixteen registers.
  let one = v128.load(at);
  let other = v128.load(at, 12288);
  const ones = i16x8.add(one, other);
  const oddOnes = i16x8.add(i16x8.shr_u(one, 8), i16x8.shr_u(other, 8));
  one = v128.load(at, 4096);
  other = v128.load(at, 8192);
  const threes = i16x8.add(one, other);
  const oddThrees = i16x8.add(i16x8.shr_u(one, 8), i16x8.shr_u(other, 8));
  one = v128.load(at, 2048);
  other = v128.load(at, 10240);
  let twos = i16x8.add(threes, i16x8.add(one, other));
  let oddTwos = i16x8.add(oddThrees, i16x8.add(i16x8.shr_u(one, 8), i16x8.shr_u(other, 8)));
  one = v128.load(at, 6144);
  twos = i16x8.add(twos, i16x8.add(one, one));
  one = i16x8.shr_u(one, 8);
  oddTwos = i16x8.add(oddTwos, i16x8.add(one, one));
  return byFactors(
    i16x8.add(i16x8.add(ones, threes), i16x8.add(twos, twos)),
    i16x8.add(i16x8.add(oddOnes, oddThrees), i16x8.add(oddTwos, oddTwos)),
    factors,
  );
}

/**
 * The samples are taken two at a time as 16-bit words. `odd` has the sums of the upper bytes; `all` those of whole
 * words, modulo 65536, of which the sums of the lower bytes remain, for none exceeds 255 × 48.
 */
@inline
function byFactors(all: v128, odd: v128, factors: usize): v128 {
  const even = i16x8.sub(all, i16x8.shl(odd, 8));
  return i32x4.add(
    i32x4.dot_i16x8_s(even, v128.load(factors)),
    i32x4.dot_i16x8_s(odd, v128.load(factors, 16)),
  );
}

/** From the reduced picture to spectrum and hash. @returns the quality. */
export function finish(): i32 {
  transformColumns();
  transformRows();
  writeBits();
  return quality();
}

function transformColumns(): void {
  for (let row: i32 = 0; row < waves; row += 2) {
    for (let column: i32 = 0; column < side; column += 16) {
      let a0 = f32x4.splat(0);
      let a1 = f32x4.splat(0);
      let a2 = f32x4.splat(0);
      let a3 = f32x4.splat(0);
      let b0 = f32x4.splat(0);
      let b1 = f32x4.splat(0);
      let b2 = f32x4.splat(0);
      let b3 = f32x4.splat(0);
      let cosines: usize = cosinesAt + (row << 8);
      let reduced = reducedAt + (column << 2);
      for (let k: i32 = 0; k < side; k += 1) {
        const a = v128.load32_splat(cosines);
        const b = v128.load32_splat(cosines, 256);
        const r0 = v128.load(reduced);
        const r1 = v128.load(reduced, 16);
        const r2 = v128.load(reduced, 32);
        const r3 = v128.load(reduced, 48);
        a0 = f32x4.add(a0, f32x4.mul(a, r0));
        a1 = f32x4.add(a1, f32x4.mul(a, r1));
        a2 = f32x4.add(a2, f32x4.mul(a, r2));
        a3 = f32x4.add(a3, f32x4.mul(a, r3));
        b0 = f32x4.add(b0, f32x4.mul(b, r0));
        b1 = f32x4.add(b1, f32x4.mul(b, r1));
        b2 = f32x4.add(b2, f32x4.mul(b, r2));
        b3 = f32x4.add(b3, f32x4.mul(b, r3));
        cosines += 4;
        reduced += 256;
      }
      const half = halfAt + (row << 8) + (column << 2);
      v128.store(half, a0);
      v128.store(half, a1, 16);
      v128.store(half, a2, 32);
      v128.store(half, a3, 48);
      v128.store(half, b0, 256);
      v128.store(half, b1, 272);
      v128.store(half, b2, 288);
      v128.store(half, b3, 304);
    }
  }
}

function transformRows(): void {
  for (let row: i32 = 0; row < waves; row += 2) {
    let a0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let a2 = f32x4.splat(0);
    let a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0);
    let b1 = f32x4.splat(0);
    let b2 = f32x4.splat(0);
    let b3 = f32x4.splat(0);
    let half = halfAt + (row << 8);
    let cosines: usize = cosinesTurnedAt;
    for (let k: i32 = 0; k < side; k += 1) {
      const a = v128.load32_splat(half);
      const b = v128.load32_splat(half, 256);
      const c0 = v128.load(cosines);
      const c1 = v128.load(cosines, 16);
      const c2 = v128.load(cosines, 32);
      const c3 = v128.load(cosines, 48);
      a0 = f32x4.add(a0, f32x4.mul(a, c0));
      a1 = f32x4.add(a1, f32x4.mul(a, c1));
      a2 = f32x4.add(a2, f32x4.mul(a, c2));
      a3 = f32x4.add(a3, f32x4.mul(a, c3));
      b0 = f32x4.add(b0, f32x4.mul(b, c0));
      b1 = f32x4.add(b1, f32x4.mul(b, c1));
      b2 = f32x4.add(b2, f32x4.mul(b, c2));
      b3 = f32x4.add(b3, f32x4.mul(b, c3));
      half += 4;
      cosines += 64;
    }
    const spectrum: usize = spectrumAt + (row << 6);
    v128.store(spectrum, a0);
    v128.store(spectrum, a1, 16);
    v128.store(spectrum, a2, 32);
    v128.store(spectrum, a3, 48);
    v128.store(spectrum, b0, 64);
    v128.store(spectrum, b1, 80);
    v128.store(spectrum, b2, 96);
    v128.store(spectrum, b3, 112);
  }
}

/**
 * Floats compare like whole numbers once the bits of the negative ones are turned over. No sum here is minus zero: they
 * all begin with plus zero. The median is built bit by bit: the largest key below which fewer than 128 keys lie.
 */
function writeBits(): void {
  for (let at: i32 = 0; at < 1024; at += 16) {
    const bits = v128.load(spectrumAt + at);
    const turned = v128.and(i32x4.shr_s(bits, 31), i32x4.splat(0x7fffffff));
    v128.store(keysAt + at, v128.xor(bits, turned));
  }
  let median: u32 = 0;
  for (let bit: u32 = 1 << 31; bit > 0; bit >>= 1) {
    const tried = median | bit;
    if (keysBelow(<i32>(tried ^ 0x80000000)) < 128) median = tried;
  }
  const above = i32x4.splat(<i32>(median ^ 0x80000000));
  for (let at: i32 = 0; at < 32; at += 1) {
    const keys = keysAt + (at << 5);
    const low = i32x4.bitmask(i32x4.gt_s(v128.load(keys), above));
    const high = i32x4.bitmask(i32x4.gt_s(v128.load(keys, 16), above));
    store<u8>(hashAt + 31 - at, low | (high << 4));
  }
}

function keysBelow(key: i32): i32 {
  const limit = i32x4.splat(key);
  let one = i32x4.splat(0);
  let other = i32x4.splat(0);
  for (let at: i32 = 0; at < 1024; at += 32) {
    one = i32x4.sub(one, i32x4.lt_s(v128.load(keysAt + at), limit));
    other = i32x4.sub(other, i32x4.lt_s(v128.load(keysAt + at, 16), limit));
  }
  const counts = i32x4.add(one, other);
  return (
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3)
  );
}

function quality(): i32 {
  let steep = i32x4.splat(0);
  for (let row: i32 = 0; row < side; row += 1) {
    for (let column: i32 = 0; column < side; column += 4) {
      const at = reducedAt + (row << 8) + (column << 2);
      const here = v128.load(at);
      if (row < side - 1) steep = i32x4.add(steep, steepness(here, v128.load(at, 256)));
      let beside = steepness(here, v128.load(at, 4));
      // The last column has no neighbour: what stands there is the start of the next row.
      if (column == side - 4) beside = i32x4.replace_lane(beside, 3, 0);
      steep = i32x4.add(steep, beside);
    }
  }
  const sum =
    i32x4.extract_lane(steep, 0) +
    i32x4.extract_lane(steep, 1) +
    i32x4.extract_lane(steep, 2) +
    i32x4.extract_lane(steep, 3);
  return min(100, sum / 90);
}

@inline
function steepness(one: v128, next: v128): v128 {
  const steps = f32x4.div(f32x4.mul(f32x4.sub(one, next), f32x4.splat(100)), f32x4.splat(255));
  return i32x4.abs(i32x4.trunc_sat_f32x4_s(steps));
}
