// asc --importMemory --sharedMemory --maximumMemory 65536 --enable threads
//
// All 256-bit hashes within a distance of a query, none missed.
//
// A hash is 16 chunks of 16 bits, two chunks are a pair. Each chunk has a table: its 65,536 keys, and under each key, side
// by side, the other chunk of the pair (the filter) and the id of every hash with that key. A query gives out distance + 1
// units among the chunks. A chunk with u units is looked up at all keys that differ from its own in at most u - 1 bits.
// Whatever lies within the distance differs in fewer bits than there are units, so that in some pair it differs in fewer
// bits than the pair has units, and in one chunk of that pair in fewer than that chunk has. The table of this chunk
// finds it, and the filter need keep nothing that differs in as many bits as the pair has units: with 31, two units each,
// a quarter of a percent of what is read. Units go where they cost least by the sizes of the buckets, so that long
// buckets are left aside.
//
// In PDQ a chunk as it comes is one row of frequencies, and rows of real pictures repeat: buckets would be up to ten times
// too long. Rows are therefore stored with their bits dealt out anew, which changes no distance: each chunk gets one bit
// of every row and every column, along a bent diagonal.
//
// Hashes that came later stand in the tail, whose tables are chains. An instance belongs to one thread. What threads share
// is in the memory: one of them may write, and whatever it has published the others find.

declare function found(id: u32, distance: u32): void;

const chunks: u32 = 16;
const keys: u32 = 65536;
const directoryBytes: u32 = (keys + 1) * 4;
const rowBytes: u32 = 32;
const idBytes: u32 = 3;
const maxIds: u32 = 1 << 24;

// The tail grows by blocks of rows, followed by the next links of each chunk and the bits of what was removed.
const blockRows: u32 = 4096;
const blockLinks: u32 = blockRows * rowBytes;
const blockRemoved: u32 = blockLinks + blockRows * chunks * 4;
const blockBytes: u32 = blockRemoved + blockRows / 8;

// Shared words. Addresses are u32 throughout.
const freeAt: u32 = 68;
const mainCountAt: u32 = 72;
const rowsAt: u32 = 76;
const removedAt: u32 = 80;
const directoryAt: u32 = 84;
const filtersAt: u32 = 88;
const idsAt: u32 = 92;
const tailCountAt: u32 = 96;
const headsAt: u32 = 100;
const blocksAt: u32 = 104;
const firstFree: u32 = 128;

// Costs in filter entries read, measured: looking a bucket up takes as long as reading 40, comparing a row as 2.
const bucketCost: u32 = 40;
const rowCost: u32 = 2;

// What this thread alone uses.
const mostUnits: u32 = 4;
/** A link is the place in the tail plus 1. */
const linkBits: u32 = 25;
const candidateRoom: u32 = 4096;
const metRoom: u32 = 65536;
let given: u32 = 0;
let query: u32 = 0;
let reach: u32 = 0;
let masks: u32 = 0;
let costs: u32 = 0;
let units: u32 = 0;
let buckets: u32 = 0;
let links: u32 = 0;
let candidates: u32 = 0;
let candidateCount: u32 = 0;
let met: u32 = 0;
let metCount: u32 = 0;
let metBits: u32 = 0;

/** Room for `count` rows and what belongs to them. @returns where the rows go, 0 when memory does not suffice. */
export function reserve(count: u32, withTables: bool): u32 {
  store<u32>(freeAt, firstFree);
  store<u32>(mainCountAt, count);
  store<u32>(rowsAt, allocate(<u64>count * rowBytes));
  store<u32>(removedAt, allocate(<u64>count / 8 + 1));
  store<u32>(blocksAt, allocate((maxIds / blockRows) * 4));
  if (withTables) {
    store<u32>(filtersAt, allocate(<u64>chunks * count * 2));
    store<u32>(idsAt, allocate(<u64>chunks * count * idBytes));
    store<u32>(directoryAt, allocate(chunks * directoryBytes));
    if (!load<u32>(filtersAt) || !load<u32>(idsAt) || !load<u32>(directoryAt)) return 0;
  }
  return load<u32>(removedAt) && load<u32>(blocksAt) ? load<u32>(rowsAt) : 0;
}

/** Makes this instance ready for what the memory holds. @returns where hashes go and come, 0 when memory does not suffice. */
export function open(): u32 {
  given = allocate(rowBytes);
  query = allocate(rowBytes);
  masks = allocate(ballSize(mostUnits) * 2);
  costs = allocate(chunks * mostUnits * 4);
  units = allocate(chunks);
  buckets = allocate(ballSize(mostUnits) * 8);
  links = allocate((chunks * ballSize(mostUnits) + 1) * 4);
  candidates = allocate((candidateRoom + 16) * 4);
  met = allocate(metRoom * 4);
  metBits = allocate(maxIds / 8);
  if (!metBits || !met || !candidates) return 0;
  writeMasks();
  return given;
}

export function removedAddress(): u32 {
  return load<u32>(removedAt);
}

export function mainCount(): u32 {
  return load<u32>(mainCountAt);
}

export function tailCount(): u32 {
  return atomic.load<u32>(tailCountAt);
}

/** Puts a hash, as it was given, where hashes come. */
export function read(id: u32): void {
  turn(rowAddress(id), given);
  for (let row: u32 = 0; row < chunks; row++) {
    const at = given + row * 2;
    store<u16>(at, rotr<u16>(load<u16>(at), bend(row)));
  }
}

export function isRemoved(id: u32): bool {
  return (load<u8>(removedByte(id)) & removedBit(id)) !== 0;
}

/** The row is wiped, too. */
export function remove(id: u32): void {
  const byte = removedByte(id);
  store<u8>(byte, load<u8>(byte) | removedBit(id));
  memory.fill(rowAddress(id), 0, rowBytes);
}

/** Deals out the bits of all rows, as they were given. */
export function arrangeRows(): void {
  const end = load<u32>(rowsAt) + load<u32>(mainCountAt) * rowBytes;
  for (let row = load<u32>(rowsAt); row < end; row += rowBytes) arrange(row, row);
}

/** Fills the table of one chunk from the rows. Removed rows are left out. */
export function buildTable(chunk: u32): void {
  const count = load<u32>(mainCountAt);
  const own = load<u32>(rowsAt) + chunk * 2;
  const other = load<u32>(rowsAt) + (chunk ^ 1) * 2;
  const directory = directoryOf(chunk);
  const filters = filtersOf(chunk);
  const ids = idsOf(chunk);
  for (let id: u32 = 0; id < count; id++) {
    if (isRemoved(id)) continue;
    const slot = directory + load<u16>(own + id * rowBytes) * 4;
    store<u32>(slot, load<u32>(slot) + 1);
  }
  let start: u32 = 0;
  for (let key: u32 = 0; key <= keys; key++) {
    const size = load<u32>(directory + key * 4);
    store<u32>(directory + key * 4, start);
    start += size;
  }
  for (let id: u32 = 0; id < count; id++) {
    if (isRemoved(id)) continue;
    const slot = directory + load<u16>(own + id * rowBytes) * 4;
    const entry = load<u32>(slot);
    store<u32>(slot, entry + 1);
    store<u16>(filters + entry * 2, load<u16>(other + id * rowBytes));
    store<u16>(ids + entry * idBytes, <u16>id);
    store<u8>(ids + entry * idBytes + 2, <u8>(id >> 16));
  }
  // Each word has moved to the end of its bucket, where the next one starts.
  memory.copy(directory + 4, directory, keys * 4);
  store<u32>(directory, 0);
}

/** Room for `count` hashes more. @returns false when memory does not suffice. */
export function reserveTail(count: u32): bool {
  if (!load<u32>(headsAt)) {
    const heads = allocate(chunks * keys * 4);
    if (!heads) return false;
    store<u32>(headsAt, heads);
  }
  const end = tailCount() + count;
  for (let place: u32 = 0; place < end; place += blockRows) {
    if (blockOf(place)) continue;
    const block = allocate(blockBytes);
    if (!block) return false;
    store<u32>(load<u32>(blocksAt) + (place / blockRows) * 4, block);
  }
  return true;
}

/** Adds the hash that stands where hashes go, after `reserveTail`. */
export function append(): void {
  arrange(given, query);
  const place = tailCount();
  memory.copy(blockOf(place) + (place % blockRows) * rowBytes, query, rowBytes);
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const head = headOf(chunk, keyOf(chunk));
    store<u32>(linkOf(place, chunk), load<u32>(head));
    // Seen by other threads only with the row and the link it leads to.
    atomic.store<u32>(head, place + 1);
  }
  atomic.store<u32>(tailCountAt, place + 1);
}

/** Reports every hash within the distance (0 to 63) of the query, each once, in no order. */
export function search(distance: u32): void {
  arrange(given, query);
  reach = distance;
  if (load<u32>(directoryAt) && giveOutUnits()) searchTables();
  else scanMain();
  if (worthChains()) searchChains();
  else scanTail();
  forgetMet();
}

/** The same by comparing with every hash. */
export function scan(distance: u32): void {
  arrange(given, query);
  reach = distance;
  scanMain();
  scanTail();
  forgetMet();
}

// ---- main part

/** Spends units where they cost least. @returns whether that is cheaper than comparing every row. */
function giveOutUnits(): bool {
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const near = ringCost(chunk, 1);
    store<u8>(units + chunk, 0);
    setCost(chunk, 0, ringCost(chunk, 0));
    setCost(chunk, 1, near);
    // Farther rings are as dense as the first, nearly: C(16, 2) / 16 and C(16, 3) / 16 times as many buckets.
    setCost(chunk, 2, (near * 15) / 2);
    setCost(chunk, 3, near * 35);
  }
  const most = load<u32>(mainCountAt) * rowCost;
  let spent: u32 = 0;
  for (let unit: u32 = 0; unit <= reach; unit++) {
    let cheapest: u32 = 0;
    let least: u32 = u32.MAX_VALUE;
    for (let chunk: u32 = 0; chunk < chunks; chunk++) {
      const taken = unitsOf(chunk);
      if (taken === mostUnits) continue;
      const cost = load<u32>(costs + (chunk * mostUnits + taken) * 4);
      if (cost >= least) continue;
      least = cost;
      cheapest = chunk;
    }
    spent += least;
    if (spent > most) return false;
    store<u8>(units + cheapest, <u8>(unitsOf(cheapest) + 1));
  }
  return true;
}

function ringCost(chunk: u32, ring: u32): u32 {
  const directory = directoryOf(chunk);
  const key = keyOf(chunk);
  let cost: u32 = 0;
  const end = ballSize(ring + 1);
  for (let i = ballSize(ring); i < end; i++) {
    const bucket = directory + (key ^ maskOf(i)) * 4;
    cost += bucketCost + load<u32>(bucket, 4) - load<u32>(bucket);
  }
  return cost;
}

function searchTables(): void {
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const filters = filtersOf(chunk);
    const ids = idsOf(chunk);
    const other = i16x8.splat(<i16>keyOf(chunk ^ 1));
    const own = unitsOf(chunk);
    const pair = own + unitsOf(chunk ^ 1);
    bringBuckets(chunk, ballSize(own));
    for (let ring: u32 = 0; ring < own; ring++) {
      const tooFar = i16x8.splat(<i16>(pair - ring));
      const end = buckets + ballSize(ring + 1) * 8;
      for (let bucket = buckets + ballSize(ring) * 8; bucket < end; bucket += 8) {
        readBucket(load<u32>(bucket), load<u32>(bucket, 4), filters, ids, other, tooFar);
      }
    }
  }
  judgeCandidates();
}

/**
 * Notes where the buckets start and end, and reads a byte of each of their cache lines: as nothing hangs on these reads,
 * they overlap, and the search that follows waits less.
 */
function bringBuckets(chunk: u32, count: u32): void {
  const directory = directoryOf(chunk);
  const filters = filtersOf(chunk);
  const key = keyOf(chunk);
  for (let i: u32 = 0; i < count; i++) {
    store<u64>(buckets + i * 8, load<u64>(directory + (key ^ maskOf(i)) * 4));
  }
  let sum: u32 = 0;
  for (let bucket = buckets; bucket < buckets + count * 8; bucket += 8) {
    const end = filters + load<u32>(bucket, 4) * 2;
    for (let line = filters + load<u32>(bucket) * 2; line < end; line += 64) sum += load<u8>(line);
  }
  // Reads whose sum goes nowhere would be left out.
  store<u32>(costs, sum);
}

function readBucket(start: u32, end: u32, filters: u32, ids: u32, other: v128, tooFar: v128): void {
  // The last read goes past the end of the bucket, that of the last bucket into the room to spare.
  for (let entry = start; entry < end; entry += 16) {
    const low = bitsApart(filters + entry * 2, other);
    const high = bitsApart(filters + entry * 2 + 16, other);
    const near = i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.gt_s(tooFar, low), i16x8.gt_s(tooFar, high)));
    if (near) keepNear(near, entry, end, ids);
  }
}

function bitsApart(at: u32, other: v128): v128 {
  return i16x8.extadd_pairwise_i8x16_u(i8x16.popcnt(v128.xor(v128.load(at), other)));
}

function keepNear(near: u32, first: u32, end: u32, ids: u32): void {
  for (; near; near &= near - 1) {
    const entry = first + ctz(near);
    if (entry >= end) break;
    store<u32>(candidates + candidateCount * 4, load<u32>(ids + entry * idBytes) & (maxIds - 1));
    candidateCount++;
  }
  if (candidateCount >= candidateRoom) judgeCandidates();
}

function scanMain(): void {
  scanRows(load<u32>(rowsAt), load<u32>(mainCountAt), 0);
}

// ---- tail

/** A bucket costs a random read whether it is empty or not: about eight rows. */
function worthChains(): bool {
  let buckets: u32 = 0;
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const even = evenUnits(chunk);
    store<u8>(units + chunk, <u8>even);
    buckets += ballSize(even);
  }
  return buckets * 8 < tailCount();
}

/**
 * The tail is small: units are given out evenly, and where chains turn out long the rows are compared instead. All chains
 * are followed a link at a time, so that reads from memory overlap.
 */
function searchChains(): void {
  const main = load<u32>(mainCountAt);
  let patience = tailCount() / 4;
  let count: u32 = 0;
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const key = keyOf(chunk);
    const ball = ballSize(unitsOf(chunk));
    for (let i: u32 = 0; i < ball; i++) {
      count = noteLink(count, chunk, atomic.load<u32>(headOf(chunk, key ^ maskOf(i))));
    }
  }
  while (count > 0) {
    if (count > patience) return scanTail();
    patience -= count;
    let longer: u32 = 0;
    for (let i: u32 = 0; i < count; i++) {
      const noted = load<u32>(links + i * 4);
      const chunk = noted >> linkBits;
      const place = (noted & ((1 << linkBits) - 1)) - 1;
      judgeRow(blockOf(place) + (place % blockRows) * rowBytes, main + place);
      longer = noteLink(longer, chunk, load<u32>(linkOf(place, chunk)));
    }
    count = longer;
  }
}

/** Without a branch, which would be guessed wrong every other time. @returns how many links are noted now. */
function noteLink(count: u32, chunk: u32, link: u32): u32 {
  store<u32>(links + count * 4, (chunk << linkBits) | link);
  return count + <u32>(link !== 0);
}

function evenUnits(chunk: u32): u32 {
  return (reach + 1) / chunks + <u32>(chunk < (reach + 1) % chunks);
}

function scanTail(): void {
  const main = load<u32>(mainCountAt);
  const count = tailCount();
  for (let first: u32 = 0; first < count; first += blockRows) {
    scanRows(blockOf(first), min(blockRows, count - first), main + first);
  }
}

// ---- candidates

/**
 * Judges the candidates in two rounds, so that reads from memory overlap. Each is met once, as all tables bring the
 * same ones where many hashes are near each other.
 */
function judgeCandidates(): void {
  let fresh: u32 = 0;
  for (let i: u32 = 0; i < candidateCount; i++) {
    const id = load<u32>(candidates + i * 4);
    if (!meetFirst(id)) continue;
    store<u32>(candidates + fresh * 4, id);
    fresh++;
  }
  candidateCount = 0;
  for (let i: u32 = 0; i < fresh; i++) {
    const id = load<u32>(candidates + i * 4);
    const row = rowAddress(id);
    const distance = halfDistance(row, 0) + halfDistance(row, 16);
    if (distance <= reach && !isRemoved(id)) found(id, distance);
  }
}

/** Most rows are too far away by half of their bits. */
function scanRows(rows: u32, count: u32, firstId: u32): void {
  const first = load<u64>(query);
  const second = load<u64>(query, 8);
  const most = reach;
  for (let i: u32 = 0; i < count; i++) {
    const row = rows + i * rowBytes;
    const half = <u32>(popcnt(load<u64>(row) ^ first) + popcnt(load<u64>(row, 8) ^ second));
    if (half <= most) judgeRow(row, firstId + i);
  }
}

function judgeRow(row: u32, id: u32): void {
  const distance = halfDistance(row, 0) + halfDistance(row, 16);
  if (distance <= reach && !isRemoved(id) && meetFirst(id)) found(id, distance);
}

function halfDistance(row: u32, offset: u32): u32 {
  return <u32>(
    (popcnt(load<u64>(row + offset) ^ load<u64>(query + offset)) +
      popcnt(load<u64>(row + offset + 8) ^ load<u64>(query + offset + 8)))
  );
}

/** @returns whether this search meets the id for the first time. */
function meetFirst(id: u32): bool {
  const byte = metBits + (id >> 3);
  const bits = <u32>load<u8>(byte);
  const bit: u32 = 1 << (id & 7);
  if (bits & bit) return false;
  store<u8>(byte, <u8>(bits | bit));
  if (metCount < metRoom) store<u32>(met + metCount * 4, id);
  metCount++;
  return true;
}

function forgetMet(): void {
  if (metCount > metRoom) memory.fill(metBits, 0, maxIds / 8);
  else for (let i: u32 = 0; i < metCount; i++) store<u8>(metBits + (load<u32>(met + i * 4) >> 3), 0);
  metCount = 0;
}

// ---- places

/** Rows are turned by their bend, then rows and columns change places. */
function arrange(from: u32, to: u32): void {
  for (let row: u32 = 0; row < chunks; row++) {
    store<u16>(to + row * 2, rotl<u16>(load<u16>(from + row * 2), bend(row)));
  }
  turn(to, to);
}

/** Bit j of word i becomes bit i of word j. From and to may be the same. */
function turn(from: u32, to: u32): void {
  let low = v128.load(from);
  let high = v128.load(from, 16);
  for (let column: i32 = 15; column >= 0; column--) {
    store<u16>(to + column * 2, <u16>(i16x8.bitmask(low) | (i16x8.bitmask(high) << 8)));
    low = i16x8.shl(low, 1);
    high = i16x8.shl(high, 1);
  }
}

function bend(row: u32): u16 {
  return <u16>(((row * (row + 1)) / 2) % 16);
}

function rowAddress(id: u32): u32 {
  const main = load<u32>(mainCountAt);
  return id < main
    ? load<u32>(rowsAt) + id * rowBytes
    : blockOf(id - main) + ((id - main) % blockRows) * rowBytes;
}

/** @returns 0 when memory does not suffice. Threads may ask at once. */
function allocate(bytes: u64): u32 {
  // The room to spare takes the reads past an end.
  const room = ((bytes + 63) & ~63) + 64;
  let at: u32;
  let end: u64;
  do {
    at = atomic.load<u32>(freeAt);
    end = <u64>at + room;
    if (end > u32.MAX_VALUE) return 0;
    const missing = <i64>end - ((<i64>memory.size()) << 16);
    if (missing > 0 && memory.grow(<i32>((missing + 65535) >> 16)) < 0) return 0;
  } while (atomic.cmpxchg<u32>(freeAt, at, <u32>end) !== at);
  return at;
}

/** The ways to differ from a key, nearest first: none, one bit, two, three. */
function writeMasks(): void {
  let at: u32 = 0;
  for (let ring: u32 = 0; ring < mostUnits; ring++) {
    for (let mask: u32 = 0; mask < keys; mask++) {
      if (<u32>popcnt(mask) === ring) store<u16>(masks + at++ * 2, <u16>mask);
    }
  }
}

/** How many keys differ in fewer than `bits` bits, `bits` at most 4. */
function ballSize(bits: u32): u32 {
  return bits === 0 ? 0 : bits === 1 ? 1 : bits === 2 ? 17 : bits === 3 ? 137 : 697;
}

function maskOf(i: u32): u32 {
  return load<u16>(masks + i * 2);
}

function keyOf(chunk: u32): u32 {
  return load<u16>(query + chunk * 2);
}

function unitsOf(chunk: u32): u32 {
  return load<u8>(units + chunk);
}

function setCost(chunk: u32, taken: u32, cost: u32): void {
  store<u32>(costs + (chunk * mostUnits + taken) * 4, cost);
}

function directoryOf(chunk: u32): u32 {
  return load<u32>(directoryAt) + chunk * directoryBytes;
}

function filtersOf(chunk: u32): u32 {
  return load<u32>(filtersAt) + chunk * load<u32>(mainCountAt) * 2;
}

function idsOf(chunk: u32): u32 {
  return load<u32>(idsAt) + chunk * load<u32>(mainCountAt) * idBytes;
}

function headOf(chunk: u32, key: u32): u32 {
  return load<u32>(headsAt) + (chunk * keys + key) * 4;
}

function blockOf(place: u32): u32 {
  return load<u32>(load<u32>(blocksAt) + (place / blockRows) * 4);
}

function linkOf(place: u32, chunk: u32): u32 {
  return blockOf(place) + blockLinks + ((place % blockRows) * chunks + chunk) * 4;
}

/** Main part and each block of the tail have their own bits of removal. */
function removedByte(id: u32): u32 {
  const main = load<u32>(mainCountAt);
  return id < main
    ? load<u32>(removedAt) + (id >> 3)
    : blockOf(id - main) + blockRemoved + (((id - main) % blockRows) >> 3);
}

function removedBit(id: u32): u8 {
  const main = load<u32>(mainCountAt);
  const place = id < main ? id : id - main;
  return <u8>(1 << (<u8>(place & 7)));
}
