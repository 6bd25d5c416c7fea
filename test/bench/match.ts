import { cpus } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { buildExactIndex, type ExactIndex, openExactIndex } from "../../packages/hashing/src/exact-index.ts";
import { loadExactIndex, saveExactIndex } from "../../packages/hashing/src/exact-index-saved.ts";
import { drawBank, drawQueries, turnBits } from "./match-hashes.ts";

const sizes = [1_000_000, 10_000_000];
const distance = 31;
const rounds = 60;
const queriesPerRound = 20;
const appendedHashes = 50_000;
const crowdQueries = 12;
const batchQueries = 20_000;
const threads = 2;

/**
 * Microseconds to find all hashes within 31 bits of a query, none missed, beside a scan of the same bank in WebAssembly,
 * in turns: after every twentieth query of the index, one is also scanned for, and both must find the same.
 */
export async function bench({ say }: { root: string; say: (line: string) => void }) {
  const banks: Record<string, Awaited<ReturnType<typeof measureBank>>> = {};
  for (const size of sizes) {
    const figures = await measureBank(size);
    banks[size] = figures;
    say(`${size} hashes: ${JSON.stringify(figures)}`);
  }
  const largest = banks[Math.max(...sizes)];
  return {
    bench: "match",
    figures: { distance, banks },
    baseline: {
      what: "scan of all hashes in WebAssembly, 64 bits at a time, which leaves a hash after half of it where it can",
      medianUs: Object.fromEntries(Object.entries(banks).map(([size, bank]) => [size, bank.scanMedianUs])),
    },
    ratio: largest?.ratio ?? 0,
    notes: [
      `${cpus().length} processors; times are processor time on one thread, wall time for the batches`,
      "ratio: median of the scan over median of the index at the largest bank, 50,000 hashes appended",
      `recall compared with the scan on ${rounds} queries of each bank and ${2 * crowdQueries} of the worst case`,
      "hashes are invented: signs of the low frequencies of rectangles and noise, 128 bits set, 2 % in four crowds, " +
        "18 % with near copies; 16-bit rows repeat 4 to 5 times as often as chance would have it, in 20,000 pictures drawn " +
        "by the tests of packages/hashing 3 to 10 times, and along the diagonals that the index uses 1.7 and 1.0 times",
      "queries: half members with 0 to 31 bits changed, half strangers; worst case: members of the crowds with 0 to 15 " +
        "and with 36 to 60 bits changed",
    ],
  };
}

async function measureBank(size: number) {
  const { hashes, crowds } = drawBank(size, size);
  const building: number[] = [];
  const began = performance.now();
  const index = timed(building, () => buildExactIndex(hashes));
  const buildWallSeconds = (performance.now() - began) / 1000;
  const queries = drawQueries(hashes, rounds * queriesPerRound, 7);
  const before = findInTurns(index, queries);
  const appended = appendAll(index, drawBank(appendedHashes, 8).hashes);
  const after = findInTurns(index, queries);
  const crowded = measureCrowds(index, hashes, crowds);
  const batches = await measureBatches(index, hashes);
  const saving = size === Math.min(...sizes) ? { saved: measureSaving(index) } : {};
  return {
    buildSeconds: round(quantile(building, 0.5) / 1e6),
    buildWallSeconds: round(buildWallSeconds),
    bytesPerHash: round(index.bytes / index.count),
    ratio: round(after.scanMedianUs / after.medianUs),
    ...after,
    withoutAppended: before,
    appended,
    worstCase: crowded,
    batches,
    ...saving,
  };
}

function findInTurns(index: ExactIndex, queries: readonly Uint8Array[]) {
  const times: number[] = [];
  const scans: number[] = [];
  let wanted = 0;
  let missed = 0;
  for (const [at, query] of queries.entries()) {
    const found = timed(times, () => index.find(query, distance));
    if (at % queriesPerRound !== (at / queriesPerRound) % 2) continue;
    const scanned = timed(scans, () => index.scan(query, distance));
    wanted += scanned.length;
    missed += scanned.filter(({ id }, place) => found[place]?.id !== id).length;
    if (found.length !== scanned.length) missed += 1;
  }
  return {
    medianUs: round(quantile(times, 0.5)),
    meanUs: round(times.reduce((sum, time) => sum + time, 0) / times.length),
    p99Us: round(quantile(times, 0.99)),
    scanMedianUs: round(quantile(scans, 0.5)),
    foundByScan: wanted,
    missed,
  };
}

function appendAll(index: ExactIndex, hashes: Uint8Array) {
  const appending: number[] = [];
  const first = timed(appending, () => index.append(hashes));
  let missing = 0;
  for (let id = first; id < index.count; id += 1) {
    const hash = hashes.subarray((id - first) * 32, (id - first + 1) * 32);
    if (!index.find(hash, 0).some((match) => match.id === id)) missing += 1;
  }
  return { hashes: appendedHashes, ms: round(quantile(appending, 0.5) / 1000), missing };
}

/** Buckets that hold a crowd, for queries that belong to it and for queries that lie just outside its reach. */
function measureCrowds(index: ExactIndex, hashes: Uint8Array, crowds: readonly number[][]) {
  const crowdNow = (at: number) => crowds[at % crowds.length] ?? [];
  const near = (fewest: number, most: number) =>
    Array.from({ length: crowdQueries }, (_, at) => {
      const crowd = crowdNow(at);
      const id = crowd[Math.floor(Math.random() * crowd.length)] ?? 0;
      const changed = fewest + Math.floor(Math.random() * (most - fewest));
      return turnBits(hashes.slice(id * 32, id * 32 + 32), changed, Math.random);
    });
  return Object.fromEntries(
    Object.entries({ inside: near(0, 16), outside: near(36, 61) }).map(([where, queries]) => {
      const times: number[] = [];
      const scans: number[] = [];
      let missed = 0;
      let most = 0;
      for (const query of queries) {
        const found = timed(times, () => index.find(query, distance));
        const scanned = timed(scans, () => index.scan(query, distance));
        most = Math.max(most, scanned.length);
        missed += Math.abs(scanned.length - found.length);
      }
      const medianUs = quantile(times, 0.5);
      return [
        where,
        {
          medianUs: round(medianUs),
          slowestUs: round(quantile(times, 1)),
          ratio: round(quantile(scans, 0.5) / medianUs),
          mostFound: most,
          missed,
        },
      ];
    }),
  );
}

/** The same batch on one thread, then shared between two that have the same memory open. */
async function measureBatches(index: ExactIndex, hashes: Uint8Array) {
  const queries = Buffer.concat(drawQueries(hashes, batchQueries, 9));
  const share = Math.ceil(batchQueries / threads) * 32;
  const workers = Array.from(
    { length: threads },
    (_, at) =>
      new Worker(new URL(import.meta.url), {
        workerData: {
          matchMemory: index.memory,
          queries: new Uint8Array(queries.subarray(at * share, (at + 1) * share)),
        },
      }),
  );
  await Promise.all(workers.map(nextMessage));
  const alone: number[] = [];
  const together: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const began = performance.now();
    index.findAll(queries, distance);
    alone.push(performance.now() - began);
    const beganTogether = performance.now();
    const done = workers.map(nextMessage);
    for (const worker of workers) worker.postMessage("find");
    await Promise.all(done);
    together.push(performance.now() - beganTogether);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  const perSecond = (times: number[]) => Math.round((batchQueries * 1000) / quantile(times, 0.5));
  return {
    queries: batchQueries,
    perSecondOnOne: perSecond(alone),
    perSecondOnTwo: perSecond(together),
  };
}

function measureSaving(index: ExactIndex) {
  const saving: number[] = [];
  const loading: number[] = [];
  const saved = timed(saving, () => saveExactIndex(index));
  const loaded = timed(loading, () => loadExactIndex(saved));
  return {
    bytes: saved.length,
    seconds: round(quantile(saving, 0.5) / 1e6),
    loadSeconds: round(quantile(loading, 0.5) / 1e6),
    count: loaded.count,
  };
}

function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** Processor time, as a scan takes long enough to be interrupted by whatever else runs, and a query does not. */
function timed<Result>(times: number[], work: () => Result): Result {
  const started = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(started);
  times.push(user + system);
  return result;
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function round(number: number): number {
  return Number(number.toPrecision(4));
}

if (!isMainThread && parentPort && workerData?.matchMemory) {
  const port = parentPort;
  const index = openExactIndex(workerData.matchMemory);
  port.on("message", () => port.postMessage(index.findAll(workerData.queries, distance).length));
  port.postMessage("open");
}
