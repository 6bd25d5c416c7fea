import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { pino } from "pino";
import { afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { useDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import type { Vigie } from "../vigie.ts";
import { addJobs, defineJob } from "./define-job.ts";
import { freeDeadLocks, freeUnknownLocks } from "./free-dead-locks.ts";
import { repeat } from "./repeat.ts";
import { handle, migrateJobs, runJobs } from "./run-jobs.ts";

const database = useDatabase({ max: 12 });
const job = defineJob("tests.work", z.object({ name: z.string() }), { attempts: 3 });

let vigie: Vigie;
const started: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  // What the queue uses; the rest of an installation is not built.
  const parts = {
    connection: database.connection,
    pool: database.pool,
    db: database.db,
    clock: { now: () => new Date() },
    log: quietLog,
  };
  vigie = parts as Vigie;
  await migrateJobs(vigie);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.stop()));
  await sql`delete from graphile_worker._private_jobs`.execute(database.db);
  await sql`delete from worker_pools`.execute(database.db);
});

async function startWorker(work: (name: string) => Promise<unknown> | unknown) {
  const worker = await runJobs(vigie, {
    jobs: [handle(job, async (_, { name }) => work(name))],
    repeated: [],
    concurrency: 2,
  });
  started.push(worker);
  return worker;
}

/** A worker that writes down what it did. */
async function startDiary(): Promise<string[]> {
  const done: string[] = [];
  await startWorker((name) => done.push(name));
  return done;
}

const order = (name: string, more: { key?: string; runAt?: Date } = {}, db: Vigie["db"] = database.db) =>
  addJobs(db, [{ job, payload: { name }, ...more }]);

const jobRows = async () =>
  (
    await sql<{ payload: { name: string }; locked_by: string | null; attempts: number; run_at: Date }>`
      select payload, locked_by, attempts, run_at from graphile_worker._private_jobs order by id`.execute(
      database.db,
    )
  ).rows;

async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await sleep(10);
}

test("a job that fails is named in the log, and nothing that its error quotes", async () => {
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line) => lines.push(line) });
  const quoting = Object.assign(
    new Error("new row of 'https://hote.example/secret'\nhttps://hote.example/two"),
    {
      code: "23514",
      detail: "Failing row contains (https://hote.example/secret).",
    },
  );
  const worker = await runJobs(
    { ...vigie, log },
    {
      jobs: [
        handle(job, async () => {
          throw quoting;
        }),
      ],
      repeated: [],
      concurrency: 1,
    },
  );
  started.push(worker);
  await order("https://hote.example/payload");
  const failures = () => lines.map((line) => JSON.parse(line)).filter((line) => line.code === "23514");
  await until(() => failures().length > 0);
  expect(failures()[0]).toMatchObject({ level: 50, task: job.name, attempt: 1, failure: "Error" });
  expect(lines.join("")).not.toContain("hote.example");
});

test("work that is repeated and fails leaves nothing that its error quotes in the log", async () => {
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line) => lines.push(line) });
  const error = Object.assign(new Error("https://hote.example/"), { detail: "(https://hote.example/)" });
  const work = repeat("tests.repeated", 5, () => Promise.reject(error), log);
  await until(() => lines.length > 0);
  await work.stop();
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ work: "tests.repeated", failure: "Error" });
  expect(lines.join("")).not.toContain("hote.example");
});

test("a job runs exactly when the change that ordered it exists", async () => {
  const done = await startDiary();
  const undone = database.db.transaction().execute(async (trx) => {
    await order("of a change that was undone", {}, trx);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  await database.db.transaction().execute(async (trx) => {
    await order("of a change that was made", {}, trx);
    await sleep(30);
    expect(done).toEqual([]);
  });
  await until(async () => (await jobRows()).length === 0);
  expect(done).toEqual(["of a change that was made"]);
});

test("orders with one key that still wait are one job, and the newest order stands", async () => {
  await order("first", { key: "k" });
  await order("second", { key: "k" });
  await order("another", { key: "other" });
  await order("last", { key: "k" });
  await order("without a key");
  await order("without a key");
  const done = await startDiary();
  await until(async () => (await jobRows()).length === 0);
  expect([...done].sort()).toEqual(["another", "last", "without a key", "without a key"]);
});

test("an order that comes while its job runs makes it run once more", async () => {
  const done: string[] = [];
  await startWorker(async (name) => {
    if (done.push(name) === 1) await order("ordered meanwhile", { key: "k" });
  });
  await order("first", { key: "k" });
  await until(async () => done.length === 2 && (await jobRows()).length === 0);
  expect(done).toEqual(["first", "ordered meanwhile"]);
});

test("a job for later waits", async () => {
  const done = await startDiary();
  const runAt = new Date(Date.now() + 3_600_000);
  await order("later", { runAt });
  await order("now");
  await until(async () => (await jobRows()).length === 1);
  expect(done).toEqual(["now"]);
  expect(await jobRows()).toMatchObject([{ payload: { name: "later" }, run_at: runAt, attempts: 0 }]);
});

test("a job that fails is tried again later, and its neighbours do not suffer", async () => {
  const done: string[] = [];
  await startWorker((name) => {
    if (name === "bad") throw new Error("it cannot be done");
    done.push(name);
  });
  await order("bad");
  await order("good");
  await until(async () => {
    const [left, ...more] = await jobRows();
    return done.length === 1 && more.length === 0 && left?.attempts === 1 && left.locked_by === null;
  });
  const [left, ...more] = await jobRows();
  expect(more).toEqual([]);
  expect(left).toMatchObject({ payload: { name: "bad" }, attempts: 1 });
  expect(left?.run_at.getTime()).toBeGreaterThan(Date.now());
});

test("a payload that is not of its kind is refused before any work is done", async () => {
  const done = await startDiary();
  await sql`select graphile_worker.add_job('tests.work', '{"name": 7}')`.execute(database.db);
  await until(async () => (await jobRows())[0]?.attempts === 1 && (await jobRows())[0]?.locked_by === null);
  expect(done).toEqual([]);
});

test("the jobs of a process that is gone are given back and done by another", async () => {
  await order("left behind");
  // As a killed process leaves it: a lock, a row, and a process key that nobody holds.
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool of the dead', attempts = 1`.execute(
    database.db,
  );
  await database.db
    .insertInto("worker_pools")
    .values({ pool_id: "pool of the dead", process_key: 4_711, started_at: new Date() })
    .execute();
  const done = await startDiary();
  await until(() => done.length === 1);
  expect(done).toEqual(["left behind"]);
  const pools = await database.db.selectFrom("worker_pools").select("pool_id").execute();
  expect(pools.map(({ pool_id }) => pool_id)).not.toContain("pool of the dead");
});

test("the jobs of a process that lives are its own, however long they take", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let runs = 0;
  await startWorker(async () => {
    runs += 1;
    await held;
  });
  await order("slow");
  await until(() => runs === 1);
  // The lock is old, and another process looks for the dead.
  await sql`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'`.execute(
    database.db,
  );
  await startWorker(() => {
    runs += 1;
  });
  await freeDeadLocks(vigie);
  const [row] = await jobRows();
  const owners = await database.db.selectFrom("worker_pools").select("pool_id").execute();
  expect(owners.map(({ pool_id }) => pool_id)).toContain(row?.locked_by);
  release();
  await until(async () => (await jobRows()).length === 0);
  expect(runs).toBe(1);
});

test("a process that only lost its connection is taken for dead at the second look, not at the first", async () => {
  await order("of somebody silent");
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'silent'`.execute(
    database.db,
  );
  await database.db
    .insertInto("worker_pools")
    .values({ pool_id: "silent", process_key: 4_712, started_at: new Date() })
    .execute();
  const suspects = await freeDeadLocks(vigie, new Set());
  expect([...suspects]).toEqual(["silent"]);
  expect(await jobRows()).toMatchObject([{ locked_by: "silent" }]);
  expect(await freeDeadLocks(vigie, suspects)).toEqual(new Set());
  expect(await jobRows()).toMatchObject([{ locked_by: null }]);
});

test("a lock whose holder never signed in is given back after a minute, and not before", async () => {
  await order("of nobody");
  const lockedAgo = (seconds: number) =>
    sql`update graphile_worker._private_jobs
      set locked_by = 'nobody', locked_at = now() - make_interval(secs => ${seconds}::int)`.execute(
      database.db,
    );
  await lockedAgo(30);
  await freeUnknownLocks(vigie);
  expect(await jobRows()).toMatchObject([{ locked_by: "nobody" }]);
  await lockedAgo(61);
  await freeUnknownLocks(vigie);
  expect(await jobRows()).toMatchObject([{ locked_by: null }]);
});

test("whoever stops lets the running job end, and signs off", async () => {
  let ended = false;
  let begun = false;
  const worker = await startWorker(async () => {
    begun = true;
    await sleep(200);
    ended = true;
  });
  await order("last one");
  await until(() => begun);
  await worker.stop();
  expect(ended).toBe(true);
  expect(await jobRows()).toEqual([]);
  expect(await database.db.selectFrom("worker_pools").select("pool_id").execute()).toEqual([]);
});
