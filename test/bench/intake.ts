import { randomBytes, randomUUID } from "node:crypto";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { median, startServer } from "./bench-server.ts";
import { openLoadConnections } from "./load-connections.ts";

const connectionCounts = [1, 8, 32, 256];
const roundsPerFigure = 3;
const roundMs = 4_000;
const readyReceipts = 300;

interface Figure {
  mode: "without_receipts" | "receipts_ready" | "receipts_dry";
  connections: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  refused: number;
}

/**
 * Durable reports per second through the whole real path: HTTP, validation, canonical key, sealing, contents,
 * case, event and job, beside one-row inserts by node-postgres on the same PostgreSQL in the same run, in turns.
 */
export async function bench({ root, say }: { root: string; say: (line: string) => void }) {
  const figures: Figure[] = [];
  const baselines = new Map<number, number[]>();
  const server = await startServer(root, { VIGIE_RECEIPT_POOL: String(readyReceipts) });
  let acknowledged = 0;
  // Deriving receipts takes both processors: the other rates are measured when it is done.
  await receiptsReady(server.port, readyReceipts);
  const pool = new pg.Pool({ ...server.connection, max: 32 });
  pool.on("error", () => {});
  await pool.query(`create table bench_rows (id uuid primary key, at timestamptz not null default now(),
    key text not null, body text not null)`);
  await pool.query("create index on bench_rows (key)");
  for (const connections of connectionCounts) {
    const rates: number[] = [];
    const rounds: Awaited<ReturnType<typeof load>>[] = [];
    for (let round = 0; round < roundsPerFigure; round += 1) {
      rates.push(await bareInserts(pool, connections));
      rounds.push(await load(server.port, { connections, receipt: false, until: { ms: roundMs } }));
    }
    acknowledged += sum(rounds.map((round) => round.accepted));
    baselines.set(connections, rates);
    figures.push(figureOf("without_receipts", connections, rounds));
    say(
      `${connections} connections: ${median(rounds.map((round) => round.perSecond)).toFixed(0)} reports/s, bare inserts ${median(rates).toFixed(0)}/s`,
    );
  }
  for (const connections of connectionCounts) {
    await receiptsReady(server.port, readyReceipts);
    const ready = await load(server.port, { connections, receipt: true, until: { requests: readyReceipts } });
    acknowledged += ready.accepted;
    figures.push(figureOf("receipts_ready", connections, [ready]));
    say(`${connections} connections, receipts ready: ${ready.perSecond.toFixed(0)} reports/s`);
    const dry = await load(server.port, { connections, receipt: true, until: { ms: roundMs } });
    acknowledged += dry.accepted;
    figures.push(figureOf("receipts_dry", connections, [dry]));
    say(
      `${connections} connections, receipts dry: ${dry.perSecond.toFixed(0)} reports/s, ${dry.refused} told to try again`,
    );
  }
  const { rows } = await pool.query<{ stored: number; events: number; cases: number }>(
    `select (select count(*)::int from reports) as stored,
      (select count(*)::int from events where type = 'report.received') as events,
      (select count(*)::int from cases) as cases`,
  );
  await pool.end();
  await server.stop();
  const at32 = median(baselines.get(32) ?? []);
  const ours =
    figures.find((figure) => figure.mode === "without_receipts" && figure.connections === 32)?.perSecond ?? 0;
  return {
    bench: "intake",
    figures: { rounds: roundsPerFigure, roundMs, rates: figures, acknowledged, ...rows[0] },
    baseline: {
      what: "one-row inserts by node-postgres, primary key and one index, durable, same server",
      perSecond: Object.fromEntries(
        [...baselines].map(([connections, rates]) => [connections, Math.round(median(rates))]),
      ),
    },
    ratio: Number((ours / at32).toFixed(3)),
    notes: [
      `${cpus().length} processors shared by the load, Vigie (web and worker in one process) and PostgreSQL`,
      "ratio: reports/s without receipts over bare inserts/s, both at 32 connections, medians",
      rows[0]?.stored === acknowledged
        ? "every acknowledged report is stored"
        : `STORED ${rows[0]?.stored} OF ${acknowledged} ACKNOWLEDGED`,
    ],
  };
}

async function load(
  port: number,
  {
    connections,
    receipt,
    until,
  }: { connections: number; receipt: boolean; until: { ms: number } | { requests: number } },
) {
  const latencies: number[] = [];
  let accepted = 0;
  let refused = 0;
  let started = 0;
  const begin = performance.now();
  const goesOn = () => ("ms" in until ? performance.now() - begin < until.ms : started < until.requests);
  const lines = await openLoadConnections(port, connections);
  await Promise.all(
    lines.map(async (line) => {
      while (goesOn()) {
        started += 1;
        const sent = performance.now();
        const status = await line.post("/api/v1/reports", reportBody(receipt));
        latencies.push(performance.now() - sent);
        if (status === 201) accepted += 1;
        else refused += 1;
      }
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  for (const line of lines) line.close();
  return { perSecond: accepted / seconds, latencies, accepted, refused };
}

/**
 * One in four reports names an address that others name too, as hotlines see it; every second of these brings a new
 * address with it, so that its case is recomputed by a job.
 */
function reportBody(receipt: boolean): string {
  const fresh = () => address(Math.floor(Math.random() * 50), randomBytes(8).toString("hex"));
  const known = () => address(0, `known/${Math.floor(Math.random() * 500)}`);
  const dice = Math.random();
  return JSON.stringify({
    locations: dice < 0.125 ? [known(), fresh()] : [dice < 0.25 ? known() : fresh()],
    concern: "hate",
    text: "Une page qui appelle à s'en prendre à des gens, vue ce matin dans une conversation.",
    language: "fr",
    receipt,
  });
}

function address(forum: number, path: string): { url: string } {
  return { url: `https://forum-${forum}.example.org/post/${path}?utm_source=app` };
}

async function bareInserts(pool: pg.Pool, connections: number): Promise<number> {
  const begin = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(connections, 256) }, async () => {
      while (performance.now() - begin < roundMs / 2) {
        await pool.query("insert into bench_rows (id, key, body) values ($1, $2, $3)", [
          randomUUID(),
          `forum.example.org/post/${done}`,
          "Une page qui appelle à s'en prendre à des gens, vue ce matin dans une conversation.",
        ]);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - begin) / 1000);
}

async function receiptsReady(port: number, wanted: number): Promise<void> {
  for (;;) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    if (Number(/^vigie_receipts_ready (\d+)/m.exec(text)?.[1] ?? 0) >= wanted) return;
    await sleep(250);
  }
}

function figureOf(
  mode: Figure["mode"],
  connections: number,
  rounds: Awaited<ReturnType<typeof load>>[],
): Figure {
  const latencies = rounds.flatMap((round) => round.latencies).sort((a, b) => a - b);
  const at = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1));
  return {
    mode,
    connections,
    perSecond: Math.round(median(rounds.map((round) => round.perSecond))),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    refused: sum(rounds.map((round) => round.refused)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, next) => total + next, 0);
}
