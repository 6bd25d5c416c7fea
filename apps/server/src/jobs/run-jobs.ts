import { EventEmitter } from "node:events";
import { randomInt } from "node:crypto";
import { Logger as WorkerLogger, type ParsedCronItem, parseCronItems, run, runMigrations, type TaskList } from "graphile-worker";
import { sql } from "kysely";
import pg from "pg";
import type { Vigie } from "../vigie.ts";
import type { JobDefinition } from "./define-job.ts";

/** A job with what does it. Made by `handle`, so that the payload's type is checked once. */
export interface HandledJob {
  name: string;
  run: (vigie: Vigie, payload: unknown) => Promise<void>;
}

export function handle<Payload>(
  job: JobDefinition<Payload>,
  work: (vigie: Vigie, payload: Payload) => Promise<unknown>,
): HandledJob {
  return {
    name: job.name,
    run: async (vigie, payload) => {
      await work(vigie, job.payload.parse(payload));
    },
  };
}

/** Work that repeats every so many minutes. */
export interface RepeatedJob {
  name: string;
  /** Crontab of five fields, UTC. */
  cron: string;
  run: (vigie: Vigie) => Promise<unknown>;
}

/** Creates or upgrades the queue's own tables. */
export async function migrateJobs({ pool, log }: Pick<Vigie, "pool" | "log">): Promise<void> {
  await runMigrations({ pgPool: pool, logger: workerLogger(log) });
}

/**
 * Runs jobs until `stop`. Locks of a process that died are freed at once: each process holds an advisory
 * lock on a connection of its own, and whoever finds it free gives its jobs back.
 */
export async function runJobs(
  vigie: Vigie,
  { jobs, repeated, concurrency }: { jobs: readonly HandledJob[]; repeated: readonly RepeatedJob[]; concurrency: number },
): Promise<{ stop(): Promise<void> }> {
  const processKey = randomInt(2 ** 47);
  const beacon = await holdProcessLock(vigie, processKey);
  const events = new EventEmitter();
  events.on("pool:create", ({ workerPool }: { workerPool: { id: string } }) => {
    vigie.db
      .insertInto("worker_pools")
      .values({ pool_id: workerPool.id, process_key: processKey, started_at: vigie.clock.now() })
      .onConflict((conflict) => conflict.column("pool_id").doNothing())
      .execute()
      .catch((error: unknown) => vigie.log.error({ err: error }, "worker pool not registered"));
  });

  const taskList: TaskList = {};
  for (const job of jobs) taskList[job.name] = (payload) => job.run(vigie, payload);
  for (const job of repeated) {
    taskList[job.name] = async () => {
      await job.run(vigie);
    };
  }
  taskList["jobs.free_dead_locks"] = () => freeDeadLocks(vigie);
  const cron: ParsedCronItem[] = parseCronItems([
    ...repeated.map(({ name, cron: match }) => ({ task: name, match, options: { backfillPeriod: 0, jobKey: name } })),
    { task: "jobs.free_dead_locks", match: "* * * * *", options: { backfillPeriod: 0, jobKey: "jobs.free_dead_locks" } },
  ]);

  await freeDeadLocks(vigie);
  const runner = await run({
    pgPool: vigie.pool,
    events,
    noHandleSignals: true,
    concurrency,
    pollInterval: 1_000,
    taskList,
    parsedCronItems: cron,
    logger: workerLogger(vigie.log),
    preset: { worker: { gracefulShutdownAbortTimeout: 5_000 } },
  });
  return {
    async stop() {
      await runner.stop();
      await vigie.db.deleteFrom("worker_pools").where("process_key", "=", processKey).execute();
      await beacon.release();
    },
  };
}

/** Gives back the jobs of worker processes whose advisory lock nobody holds any more. */
async function freeDeadLocks({ db, log }: Vigie): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const ended = await sql<{ pool_id: string }>`
      delete from worker_pools where pg_try_advisory_xact_lock(process_key) returning pool_id`.execute(trx);
    // A process killed before it registered its pool leaves a lock whose holder is in no row.
    const unregistered = await sql<{ pool_id: string }>`
      select distinct locked_by as pool_id from graphile_worker._private_jobs j
      where locked_at < now() - interval '1 minute'
        and not exists (select 1 from worker_pools p where p.pool_id = j.locked_by)`.execute(trx);
    const dead = [...ended.rows, ...unregistered.rows].map((row) => row.pool_id);
    if (dead.length === 0) return;
    await sql`select graphile_worker.force_unlock_workers(${dead}::text[])`.execute(trx);
    log.info({ pools: dead.length }, "jobs of ended processes were given back");
  });
}

async function holdProcessLock(vigie: Vigie, processKey: number): Promise<{ release(): Promise<void> }> {
  let client: pg.Client | undefined;
  let released = false;
  const connect = async (): Promise<void> => {
    const next = new pg.Client(vigie.connection);
    next.on("error", () => {
      client = undefined;
      if (!released) setTimeout(() => void connect().catch(() => undefined), 500).unref();
    });
    await next.connect();
    await next.query("select pg_advisory_lock($1)", [processKey]);
    client = next;
  };
  await connect();
  return {
    async release() {
      released = true;
      await client?.end();
    },
  };
}

function workerLogger(log: Vigie["log"]): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === "error") log.error({ worker: message }, "job queue");
    else if (level === "warning") log.warn({ worker: message }, "job queue");
    else log.debug({ worker: message }, "job queue");
  });
}
