import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildExactIndex, catchUp, type ExactIndex, mergeExactIndex } from "./exact-index.ts";
import { loadExactIndex, SavedIndexError, saveExactIndex } from "./exact-index-saved.ts";
import { type IndexMatch, scanHashes } from "./scan-hashes.ts";

/** How the hashes of a bank may lie. */
const shapes = ["even", "clusters", "equal", "half the chunks equal", "few bits set"] as const;
type Shape = (typeof shapes)[number];

const bank = fc.record({
  seed: fc.integer(),
  shape: fc.constantFrom(...shapes),
  // Tables begin at 4,096, chains of the tail at some thousand.
  merged: fc.oneof(fc.nat({ max: 200 }), fc.integer({ min: 4096, max: 9000 })),
  appended: fc.oneof(fc.constant(0), fc.nat({ max: 50 }), fc.integer({ min: 2500, max: 6000 })),
});

describe("the exact index finds what the plain scan finds", () => {
  test("whatever the hashes, the distance, and what was appended and removed", () => {
    fc.assert(
      fc.property(
        bank,
        fc.integer({ min: 0, max: 63 }),
        fc.boolean(),
        ({ seed, shape, merged, appended }, distance, removes) => {
          const random = randomFrom(seed);
          const hashes = drawHashes(random, shape, merged + appended);
          const index = buildExactIndex(hashes.subarray(0, merged * 32));
          for (let at = merged; at < merged + appended; at += 997) {
            expect(index.append(hashes.subarray(at * 32, Math.min(at + 997, merged + appended) * 32))).toBe(
              at,
            );
          }
          const removed = new Set<number>();
          for (let times = 0; removes && times < index.count / 5; times += 1) {
            const id = Math.floor(random() * index.count);
            expect(index.remove(id)).toBe(!removed.has(id));
            removed.add(id);
          }
          for (const query of drawQueries(random, hashes, 6)) {
            const wanted = scanHashes(hashes, query, distance).filter(({ id }) => !removed.has(id));
            expect(index.find(query, distance)).toEqual(wanted);
            expect(index.scan(query, distance)).toEqual(wanted);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("after saving and loading, and after merging, under the same ids", () => {
    fc.assert(
      fc.property(bank, ({ seed, shape, merged, appended }) => {
        const random = randomFrom(seed);
        const hashes = drawHashes(random, shape, merged + appended);
        const index = buildExactIndex(hashes.subarray(0, merged * 32));
        index.append(hashes.subarray(merged * 32));
        for (let id = 0; id < index.count; id += 7) index.remove(id);
        const loaded = loadExactIndex(saveExactIndex(index));
        const mergedIndex = mergeExactIndex(index);
        expect([loaded.count, mergedIndex.count, mergedIndex.appended]).toEqual([
          index.count,
          index.count,
          0,
        ]);
        for (const query of drawQueries(random, hashes, 4)) {
          const wanted = scanHashes(hashes, query).filter(({ id }) => id % 7 !== 0);
          expect(index.find(query)).toEqual(wanted);
          expect(loaded.find(query)).toEqual(wanted);
          expect(mergedIndex.find(query)).toEqual(wanted);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("with 10,000 of 50,000 hashes in one cluster, at every distance", () => {
    const random = randomFrom(5);
    const hashes = drawHashes(random, "even", 50_000);
    const member = hashes.slice(0, 32);
    for (let id = 0; id < 10_000; id += 1)
      hashes.set(turnBits(random, member, Math.floor(random() * 16)), id * 32);
    const index = buildExactIndex(hashes);
    for (const apart of [0, 10, 31, 40, 60, 100]) {
      const query = turnBits(random, member, apart);
      for (const distance of [0, 31, 45, 63]) {
        expect(index.find(query, distance)).toEqual(index.scan(query, distance));
      }
    }
    expect(index.find(member).length).toBe(10_000);
  });

  test("when the bits that differ are spread so evenly that a single chunk can find the copy", () => {
    const random = randomFrom(15);
    const hashes = drawHashes(random, "even", 400_000);
    const index = buildExactIndex(hashes);
    index.append(hashes.subarray(0, 6000 * 32));
    for (const [ofEach, id] of [1, 2, 3, 4].entries()) {
      for (let finder = 0; finder < 16; finder += 1) {
        const query = hashes.slice(id * 32, id * 32 + 32);
        for (let chunk = 0; chunk < 16; chunk += 1) {
          const changed = chunk === finder ? ofEach : ofEach + 1;
          const rows = [chunk, ...shuffled(random, 16).filter((row) => row !== chunk)];
          for (const row of rows.slice(0, changed)) turnBit(query, row * 16 + columnOf(row, chunk));
        }
        const distance = 16 * (ofEach + 1) - 1;
        const found = index.find(query, distance);
        expect(found).toEqual(index.scan(query, distance));
        expect(found).toContainEqual({ id, distance });
        expect(found).toContainEqual({ id: 400_000 + id, distance });
      }
    }
  });

  test("with 100,000 equal hashes in the tables and 100,000 in the tail", () => {
    const hash = drawHashes(randomFrom(6), "even", 1);
    const equal = new Uint8Array(100_000 * 32);
    for (let at = 0; at < equal.length; at += 32) equal.set(hash, at);
    const index = buildExactIndex(equal);
    index.append(equal);
    expect(index.find(hash).length).toBe(200_000);
    expect(index.find(turnBits(randomFrom(7), hash, 31)).length).toBe(200_000);
    expect(index.find(turnBits(randomFrom(7), hash, 32))).toEqual([]);
  });

  test("in an index without hashes, before and after the first is appended", () => {
    const index = buildExactIndex(new Uint8Array(0));
    const hash = drawHashes(randomFrom(8), "even", 1);
    expect(index.find(hash)).toEqual([]);
    expect(loadExactIndex(saveExactIndex(index)).count).toBe(0);
    expect(index.append(hash)).toBe(0);
    expect(index.find(hash)).toEqual([{ id: 0, distance: 0 }]);
  });
});

test("the hashes come back as they were given, in the order of their ids", () => {
  const hashes = drawHashes(randomFrom(16), "even", 10_000);
  const index = buildExactIndex(hashes.subarray(0, 5000 * 32));
  index.append(hashes.subarray(5000 * 32));
  expect(Buffer.compare(index.hashes(), hashes)).toBe(0);
  expect(Buffer.compare(index.hashes(7000), hashes.subarray(7000 * 32))).toBe(0);
  expect(index.hashes(10_000).length).toBe(0);
});

test("many queries at once get the answers they get one by one", () => {
  const random = randomFrom(9);
  const hashes = drawHashes(random, "clusters", 9000);
  const index = buildExactIndex(hashes);
  const queries = drawQueries(random, hashes, 40);
  expect(index.findAll(concat(queries), 25)).toEqual(queries.map((query) => index.find(query, 25)));
});

test("another thread finds the same, and what is appended and removed while it has the index open", async () => {
  const random = randomFrom(10);
  const hashes = drawHashes(random, "clusters", 20_000);
  const index = buildExactIndex(hashes.subarray(0, 12_000 * 32));
  const queries = concat(drawQueries(random, hashes, 50));
  const worker = await openInWorker(index);
  expect(await worker.ask(queries)).toEqual(index.findAll(queries));
  index.append(hashes.subarray(12_000 * 32));
  for (let id = 0; id < 20_000; id += 3) index.remove(id);
  const now = await worker.ask(queries);
  await worker.end();
  expect(now).toEqual(index.findAll(queries));
  expect(now.flat().length).toBeGreaterThan(0);
});

test("a merged index catches up with what happened to the older one meanwhile", () => {
  const random = randomFrom(11);
  const hashes = drawHashes(random, "clusters", 12_000);
  const older = buildExactIndex(hashes.subarray(0, 5000 * 32));
  older.append(hashes.subarray(5000 * 32, 9000 * 32));
  older.remove(4);
  const merged = mergeExactIndex(older);
  older.append(hashes.subarray(9000 * 32));
  for (const id of [1, 6000, 11_000]) older.remove(id);
  catchUp(merged, older);
  expect(merged.appended).toBe(3000);
  for (const query of [
    ...drawQueries(random, hashes, 20),
    ...[1, 4, 6000, 11_000].map((id) => hashes.slice(id * 32, id * 32 + 32)),
  ]) {
    expect(merged.find(query)).toEqual(older.find(query));
  }
});

test("what is removed while it is merged is not found afterwards, and leaves no byte behind", () => {
  const hashes = drawHashes(randomFrom(31), "even", 6000);
  const older = buildExactIndex(hashes);
  const merged = mergeExactIndex({
    ...older,
    hashes() {
      const copy = older.hashes();
      older.remove(17);
      return copy;
    },
  });
  catchUp(merged, older);
  expect(merged.find(hashes.slice(17 * 32, 18 * 32), 0)).toEqual([]);
  expect(Buffer.from(merged.hashes()).includes(Buffer.from(hashes.subarray(17 * 32, 17 * 32 + 8)))).toBe(
    false,
  );
  expect(merged.find(hashes.slice(18 * 32, 19 * 32), 0)).toEqual([{ id: 18, distance: 0 }]);
});

test("a removed hash leaves no byte behind in what is saved", () => {
  const hashes = drawHashes(randomFrom(12), "even", 5000);
  const index = buildExactIndex(hashes);
  index.remove(17);
  const saved = Buffer.from(saveExactIndex(index));
  expect(saved.includes(Buffer.from(hashes.subarray(16 * 32, 17 * 32)))).toBe(true);
  expect(saved.includes(Buffer.from(hashes.subarray(17 * 32, 17 * 32 + 8)))).toBe(false);
  expect(index.remove(17)).toBe(false);
  expect(index.remove(5000)).toBe(false);
  expect(index.remove(-1)).toBe(false);
});

test("memory stays below 130 bytes a hash, 50,000 appended ones included", () => {
  const hashes = randomBytes(1_050_000 * 32);
  const index = buildExactIndex(hashes.subarray(0, 1_000_000 * 32));
  index.append(hashes.subarray(1_000_000 * 32));
  expect(index.bytes / index.count).toBeLessThan(130);
});

test("a hash, a list or a distance of the wrong size is refused by name", () => {
  const index = buildExactIndex(new Uint8Array(64));
  expect(() => index.find(new Uint8Array(31))).toThrow("a hash has 32 bytes, this one has 31");
  expect(() => index.find(new Uint8Array(32), 64)).toThrow("a distance is 0 to 63 bits, this one is 64");
  expect(() => index.find(new Uint8Array(32), 1.5)).toThrow(RangeError);
  expect(() => index.append(new Uint8Array(33))).toThrow("33 bytes are not whole hashes");
  expect(() => buildExactIndex(new Uint8Array(40))).toThrow("40 bytes are not whole hashes");
  expect(index.count).toBe(2);
});

describe("saved bytes that are not right are refused", () => {
  const hashes = drawHashes(randomFrom(14), "clusters", 300);
  const index = buildExactIndex(hashes);
  index.remove(8);
  const saved = saveExactIndex(index);

  test("with any one byte changed", () => {
    fc.assert(
      fc.property(fc.nat({ max: saved.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = saved.slice();
        damaged[at] = (damaged[at] ?? 0) ^ change;
        expect(() => loadExactIndex(damaged)).toThrow(SavedIndexError);
      }),
    );
  });

  test("cut off anywhere, or with bytes behind them", () => {
    fc.assert(
      fc.property(fc.nat({ max: saved.length - 1 }), (length) => {
        expect(() => loadExactIndex(saved.subarray(0, length))).toThrow(SavedIndexError);
      }),
    );
    expect(() => loadExactIndex(Buffer.concat([saved, Buffer.alloc(32)]))).toThrow("it was cut off");
  });

  test("of another make or version", () => {
    expect(() => loadExactIndex(Buffer.from("PK\x03\x04".repeat(20)))).toThrow("are no saved index");
    const later = saved.slice();
    later[4] = 2;
    expect(() => loadExactIndex(later)).toThrow("version 2 is not known here, only 1");
  });

  test("but not for where they stand in memory", () => {
    const shifted = new Uint8Array(saved.length + 1);
    shifted.set(saved, 1);
    expect(Buffer.compare(loadExactIndex(shifted.subarray(1)).hashes(), index.hashes())).toBe(0);
  });
});

function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function drawHashes(random: () => number, shape: Shape, count: number): Uint8Array {
  const hashes = Uint8Array.from({ length: count * 32 }, () => Math.floor(random() * 256));
  for (let id = 0; id < count; id += 1) {
    const hash = hashes.subarray(id * 32, id * 32 + 32);
    if (shape === "equal") hash.set(hashes.subarray(0, 32));
    if (shape === "half the chunks equal") hash.set(hashes.subarray(0, 16));
    if (shape === "few bits set") hash.set(turnBits(random, new Uint8Array(32), Math.floor(random() * 40)));
    if (shape === "clusters" && random() < 0.5) {
      const centre = Math.floor(random() * 4);
      hash.set(turnBits(random, hashes.subarray(centre * 32, centre * 32 + 32), Math.floor(random() * 40)));
    }
  }
  return hashes;
}

/** Copies of members, more or less changed, and hashes of nothing in the bank. */
function drawQueries(random: () => number, hashes: Uint8Array, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => {
    if (at % 4 === 3 || hashes.length === 0) return drawHashes(random, "even", 1);
    const id = Math.floor(random() * (hashes.length / 32));
    return turnBits(random, hashes.subarray(id * 32, id * 32 + 32), Math.floor(random() * 64));
  });
}

function turnBits(random: () => number, hash: Uint8Array, count: number): Uint8Array {
  const turned = hash.slice();
  const bits = new Set<number>();
  while (bits.size < count) bits.add(Math.floor(random() * 256));
  for (const bit of bits) turnBit(turned, bit);
  return turned;
}

function turnBit(hash: Uint8Array, bit: number): void {
  hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
}

/** The bit of a row that the index deals to a chunk, by its bent diagonal. */
function columnOf(row: number, chunk: number): number {
  return (chunk + 256 - (row * (row + 1)) / 2) % 16;
}

function shuffled(random: () => number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => ({ at, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ at }) => at);
}

function concat(hashes: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(hashes);
}

/** A thread of Node that opens the memory of an index and answers queries. */
async function openInWorker({ memory }: ExactIndex) {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { parentPort, workerData } from "node:worker_threads";
        import { openExactIndex } from "./exact-index.ts";
        const index = openExactIndex(workerData);
        parentPort.on("message", (queries) => parentPort.postMessage(index.findAll(queries)));`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    format: "cjs",
    platform: "node",
    write: false,
  });
  const worker = new Worker(outputFiles[0]?.text ?? "", { eval: true, workerData: memory });
  return {
    ask: (queries: Uint8Array) =>
      new Promise<IndexMatch[][]>((resolve, reject) => {
        worker.once("message", resolve);
        worker.once("error", reject);
        worker.postMessage(queries);
      }),
    end: () => worker.terminate(),
  };
}
