import { wasmBase64 } from "./exact-index.wasm.ts";
import type { IndexMatch } from "./scan-hashes.ts";

/** Bytes of a PDQ hash. */
export const hashBytes = 32;
/** Ids are 24 bits wide. */
export const mostHashes = 2 ** 24;
const mostDistance = 63;
const pageBytes = 65_536;
/** Below this a plain scan is as fast as tables. */
const tablesFrom = 4096;
const bytesWithTables = hashBytes + 16 * 5;

/**
 * All hashes of 256 bits within a distance of a query, none missed. Every hash has an id: its place in the order in which
 * it came, from 0. Ids stay what they are when hashes are removed, merged, saved and loaded.
 */
export interface ExactIndex {
  /** Ids given out so far, removed hashes included. At most 16,777,216. */
  readonly count: number;
  /** How many of them came by `append`, and wait to be merged. */
  readonly appended: number;
  /** Memory taken, all included, and shared by all threads that opened it. */
  readonly bytes: number;
  /** Give this to another thread or worker, which calls `openExactIndex`. */
  readonly memory: WebAssembly.Memory;
  /**
   * @param hash 32 bytes.
   * @param distance bits, 0 to 63, up to and including.
   * @returns the nearest first, the lower id first where they are as near.
   * @throws RangeError when hash or distance are not of this size.
   */
  find(hash: Uint8Array, distance?: number): IndexMatch[];
  /** The answers of `find` for many hashes, of 32 bytes each, one after the other. */
  findAll(hashes: Uint8Array, distance?: number): IndexMatch[][];
  /** The answer of `find`, by comparing with every hash in WebAssembly: to measure and to check against. */
  scan(hash: Uint8Array, distance?: number): IndexMatch[];
  /**
   * Adds hashes, which are found from now on. Each costs a search a little more than a merged one: merge when there are
   * some hundred thousand. One thread at a time may append or remove.
   * @returns the id of the first of them.
   * @throws RangeError when there is no more room: nothing was added.
   */
  append(hashes: Uint8Array): number;
  /**
   * The hash is not found any more, and its bytes are wiped; what the tables keep of it goes with the next merge.
   * @returns false when there is no such hash.
   */
  remove(id: number): boolean;
  /** A copy of the hashes from an id on; zeros where they were removed. */
  hashes(firstId?: number): Uint8Array;
  /** A bit for each id, the lowest bit of a byte first: 1 when it was removed. */
  removedBits(): Uint8Array;
}

/** What assembly/exact-index.ts exports. Addresses come as signed numbers. */
type IndexExports = {
  reserve(count: number, withTables: boolean): number;
  open(): number;
  removedAddress(): number;
  read(id: number): void;
  mainCount(): number;
  tailCount(): number;
  isRemoved(id: number): number;
  remove(id: number): void;
  arrangeRows(): void;
  buildTable(chunk: number): void;
  reserveTail(count: number): number;
  append(): void;
  search(distance: number): void;
  scan(distance: number): void;
};

/**
 * Makes an index: about 0.5 s a million hashes, 112 bytes each and some megabytes. In a worker it disturbs nobody.
 * @param hashes one after the other, of 32 bytes each; they are copied.
 * @param removedBits as `removedBits()` gives them.
 * @throws RangeError when the bytes are not whole hashes or too many.
 * @throws WebAssembly.CompileError where WebAssembly with SIMD and threads is missing: use `scanHashes`.
 * @example buildExactIndex(bank).find(hash) // [{ id: 7, distance: 4 }]
 */
export function buildExactIndex(hashes: Uint8Array, removedBits: Uint8Array = new Uint8Array(0)): ExactIndex {
  const count = hashCount(hashes);
  if (count > mostHashes) throw tooMany(count);
  const withTables = count >= tablesFrom;
  const needed = 2 ** 23 + count * (withTables ? bytesWithTables : hashBytes);
  // Address space for what is appended, taken only when used. A phone cannot set aside the 4 GB that would be allowed.
  const maximum = Math.min(pageBytes, Math.ceil((2 ** 26 + 4 * needed) / pageBytes));
  const memory = new WebAssembly.Memory({ initial: 1, maximum, shared: true });
  const wasm = instantiate(memory, () => {});
  const rows = wasm.reserve(count, withTables) >>> 0;
  if (rows === 0) throw noRoom();
  new Uint8Array(memory.buffer, rows, hashes.length).set(hashes);
  new Uint8Array(memory.buffer, wasm.removedAddress() >>> 0, Math.ceil(count / 8)).set(
    removedBits.subarray(0, Math.ceil(count / 8)),
  );
  wasm.arrangeRows();
  if (withTables) for (let chunk = 0; chunk < 16; chunk += 1) wasm.buildTable(chunk);
  return openExactIndex(memory);
}

/**
 * Opens the index that another thread made. Each thread opens it once: its own room of 2.5 MB is not given back.
 * @param memory of the index, as it came by `postMessage`.
 */
export function openExactIndex(memory: WebAssembly.Memory): ExactIndex {
  // A distance of 6 bits above an id of 24, so that numbers sort by distance.
  let found: number[] = [];
  const wasm = instantiate(memory, (id, distance) => {
    found.push(distance * mostHashes + id);
  });
  const address = wasm.open() >>> 0;
  if (address === 0) throw noRoom();
  /** Where hashes go in and out. */
  const hash = new Uint8Array(memory.buffer, address, hashBytes);

  function matchesBy(search: (distance: number) => void, query: Uint8Array, distance: number): IndexMatch[] {
    if (query.length !== hashBytes) {
      throw new RangeError(`@vigie/hashing: a hash has ${hashBytes} bytes, this one has ${query.length}.`);
    }
    if (!Number.isInteger(distance) || distance < 0 || distance > mostDistance) {
      throw new RangeError(
        `@vigie/hashing: a distance is 0 to ${mostDistance} bits, this one is ${distance}.`,
      );
    }
    hash.set(query);
    search(distance);
    if (found.length === 0) return [];
    const sorted = Uint32Array.from(found).sort();
    found = [];
    return Array.from(sorted, (match) => ({
      id: match % mostHashes,
      distance: Math.floor(match / mostHashes),
    }));
  }

  const find = (query: Uint8Array, distance = 31) => matchesBy(wasm.search, query, distance);
  const countNow = () => wasm.mainCount() + wasm.tailCount();

  return {
    memory,
    get count() {
      return countNow();
    },
    get appended() {
      return wasm.tailCount();
    },
    get bytes() {
      return memory.buffer.byteLength;
    },
    find,
    findAll: (hashes, distance) =>
      Array.from({ length: hashCount(hashes) }, (_, at) =>
        find(hashes.subarray(at * hashBytes, (at + 1) * hashBytes), distance),
      ),
    scan: (query, distance = 31) => matchesBy(wasm.scan, query, distance),
    append(hashes) {
      const added = hashCount(hashes);
      const first = countNow();
      if (first + added > mostHashes) throw tooMany(first + added);
      if (added > 0 && !wasm.reserveTail(added)) throw noRoom();
      for (let at = 0; at < hashes.length; at += hashBytes) {
        // Of so few bytes a view costs more than their copy.
        for (let byte = 0; byte < hashBytes; byte += 1) hash[byte] = hashes[at + byte] ?? 0;
        wasm.append();
      }
      return first;
    },
    remove(id) {
      if (!Number.isInteger(id) || id < 0 || id >= countNow() || wasm.isRemoved(id)) return false;
      wasm.remove(id);
      return true;
    },
    hashes(firstId = 0) {
      const count = countNow();
      const copy = new Uint8Array(Math.max(0, count - firstId) * hashBytes);
      for (let id = firstId; id < count; id += 1) {
        wasm.read(id);
        copy.set(hash, (id - firstId) * hashBytes);
      }
      return copy;
    },
    removedBits() {
      const count = countNow();
      const main = wasm.mainCount();
      const bits = new Uint8Array(Math.ceil(count / 8));
      bits.set(new Uint8Array(memory.buffer, wasm.removedAddress() >>> 0, Math.ceil(main / 8)));
      for (let id = main; id < count; id += 1) {
        if (wasm.isRemoved(id)) bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7));
      }
      return bits;
    },
  };
}

/**
 * Makes a new index of what the other holds, with everything in its tables. It takes as long as `buildExactIndex`, so
 * call it in a worker; meanwhile the older index answers and takes more. Then call `catchUp` and use the new one.
 */
export function mergeExactIndex(index: ExactIndex): ExactIndex {
  // In this order: what another thread removes in between comes as zeros, of which `catchUp` hears.
  const removedBits = index.removedBits();
  return buildExactIndex(index.hashes(), removedBits);
}

/** Brings into a merged index what was appended to the older one and removed from it in the meantime. */
export function catchUp(merged: ExactIndex, older: ExactIndex): void {
  merged.append(older.hashes(merged.count));
  const before = merged.removedBits();
  const now = older.removedBits();
  for (let at = 0; at < now.length; at += 1) {
    const late = (now[at] ?? 0) & ~(before[at] ?? 0);
    if (late === 0) continue;
    for (let bit = 0; late >> bit; bit += 1) if ((late >> bit) & 1) merged.remove(at * 8 + bit);
  }
}

let compiled: WebAssembly.Module | undefined;

function instantiate(
  memory: WebAssembly.Memory,
  found: (id: number, distance: number) => void,
): IndexExports {
  compiled ??= new WebAssembly.Module(
    Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0)),
  );
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory }, "exact-index": { found } });
  return exports as IndexExports;
}

function hashCount(hashes: Uint8Array): number {
  if (hashes.length % hashBytes === 0) return hashes.length / hashBytes;
  throw new RangeError(
    `@vigie/hashing: ${hashes.length} bytes are not whole hashes of ${hashBytes} bytes, one after the other.`,
  );
}

function tooMany(count: number): RangeError {
  return new RangeError(
    `@vigie/hashing: an index holds ${mostHashes} hashes, not ${count}. Make several, and ask each.`,
  );
}

function noRoom(): RangeError {
  return new RangeError(
    "@vigie/hashing: there is no memory for the index. Merge it when much was appended, or make several.",
  );
}
