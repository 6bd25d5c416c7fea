import { randomInt } from "node:crypto";
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type ParsedCronItem,
  parseCronItems,
  run,
  runMigrations,
  type TaskList,
  Logger as WorkerLogger,
} from "graphile-worker";
import { failureFacts } from "../failure-facts.ts";
import type { Vigie } from "../vigie.ts";
import type { JobDefinition } from "./define-job.ts";
import { freeDeadLocks, freeUnknownLocks } from "./free-dead-locks.ts";
import { holdPresence } from "./hold-presence.ts";
import { repeat } from "./repeat.ts";

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

const pauseMs = 500;
const looksEveryMs = 2_000;

/**
 * Runs jobs until `stop`. Locks of a process that died are freed within seconds: each process holds an
 * advisory lock on a connection of its own, and whoever finds it free gives its jobs back.
 *
 * A runner that could not store the end of a job (the database was away) stops by itself. Another one takes its place
 * at once, and what it still held when its last job has ended is given back: that job runs a second time.
 */
export async function runJobs(
  vigie: Vigie,
  {
    jobs,
    repeated,
    concurrency,
  }: { jobs: readonly HandledJob[]; repeated: readonly RepeatedJob[]; concurrency: number },
): Promise<{ stop(): Promise<void> }> {
  const presence = await holdPresence(vigie, randomInt(2 ** 47));
  const parsedCronItems = cronOf(repeated);
  const running = new Set<{ stop(): Promise<void> }>();
  let stopping = false;

  async function start(): Promise<void> {
    const events = new EventEmitter();
    let poolId = "";
    events.on("pool:create", ({ workerPool }: { workerPool: { id: string } }) => {
      poolId = workerPool.id;
      presence.add(poolId);
    });
    const shutDown = new Promise<void>((resolve) => events.once("pool:gracefulShutdown", resolve));
    void shutDown.then(() => (stopping ? undefined : startAgain()));
    const tasks = tasksOf(vigie, { jobs, repeated });
    const runner = await run({
      pgPool: vigie.pool,
      events,
      noHandleSignals: true,
      concurrency,
      pollInterval: 1_000,
      taskList: tasks.list,
      parsedCronItems,
      logger: workerLogger(vigie.log),
      preset: {
        worker: {
          gracefulShutdownAbortTimeout: 5_000,
          // Without these a job whose end cannot be stored becomes an unhandled rejection, which ends the process.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
    // Not its own promise alone: after two failures at once it never settles (graphile-worker 0.17, `batch`).
    const finished = runner.promise.catch(() => undefined).then(() => true);
    const ended = Promise.race([finished, shutDown.then(() => untilIdle(tasks.running))]).then(() =>
      untilDone(() => presence.remove(poolId)),
    );
    const one = {
      async stop() {
        // It may be stopping by itself.
        runner.stop().catch(() => undefined);
        await ended;
      },
    };
    running.add(one);
    void ended.then(() => running.delete(one));
  }

  async function startAgain(): Promise<void> {
    vigie.log.warn("the job queue stopped because the database was away; it starts again");
    await untilDone(async () => {
      if (!stopping) await start();
    });
  }

  /** The database may be away for a while. Whoever stops does not wait for it: others find what we held. */
  async function untilDone(work: () => Promise<void>): Promise<void> {
    for (let done = false; !done; ) {
      try {
        await work();
        done = true;
      } catch (error) {
        if (stopping) return;
        vigie.log.debug(failureFacts(error), "the job queue waits for the database");
        await sleep(pauseMs);
      }
    }
  }

  // Whoever ran here before us is dead, or we would not have been started.
  await freeDeadLocks(vigie);
  await start();
  let suspects: ReadonlySet<string> = new Set();
  const looks = repeat(
    "jobs.free_dead_locks",
    looksEveryMs,
    async () => {
      suspects = await freeDeadLocks(vigie, suspects);
    },
    vigie.log,
  );
  return {
    async stop() {
      stopping = true;
      await looks.stop();
      await Promise.all([...running].map((one) => one.stop()));
      await presence.release().catch((error: unknown) => {
        vigie.log.warn(
          failureFacts(error),
          "the worker pool could not be signed off; others will find it ended",
        );
      });
    },
  };
}

function tasksOf(
  vigie: Vigie,
  { jobs, repeated }: { jobs: readonly HandledJob[]; repeated: readonly RepeatedJob[] },
): { list: TaskList; running(): number } {
  let running = 0;
  const counted = (work: (payload: unknown) => Promise<unknown>) => async (payload: unknown) => {
    running += 1;
    try {
      await work(payload);
    } finally {
      running -= 1;
    }
  };
  const list: TaskList = { "jobs.free_unknown_locks": counted(() => freeUnknownLocks(vigie)) };
  for (const job of jobs) list[job.name] = counted((payload) => job.run(vigie, payload));
  for (const job of repeated) list[job.name] = counted(() => job.run(vigie));
  return { list, running: () => running };
}

// Longer than a job takes to be stored as ended, or from being taken to its start.
const idleMs = 2_000;

/** Until nothing has run for a while. */
async function untilIdle(running: () => number): Promise<void> {
  for (let idleFor = 0; idleFor < idleMs; idleFor += pauseMs) {
    await sleep(pauseMs);
    if (running() > 0) idleFor = 0;
  }
}

function cronOf(repeated: readonly RepeatedJob[]): ParsedCronItem[] {
  return parseCronItems([
    ...repeated.map(({ name, cron: match }) => ({
      task: name,
      match,
      options: { backfillPeriod: 0, jobKey: name },
    })),
    {
      task: "jobs.free_unknown_locks",
      match: "* * * * *",
      options: { backfillPeriod: 0, jobKey: "jobs.free_unknown_locks" },
    },
  ]);
}

// What the queue says repeats, from here on, the message and stack of an error: they may hold what a person wrote.
const quoted = /[:'\n]/;

function workerLogger(log: Vigie["log"]): WorkerLogger {
  return new WorkerLogger(() => (level, message, meta = {}) => {
    const error = meta.error ?? meta.fatalError ?? meta.reason;
    const facts = {
      worker: message.split(quoted)[0],
      ...jobFacts(meta.job),
      ...(error === undefined ? {} : failureFacts(error)),
    };
    if (level === "error") log.error(facts, "job queue");
    else if (level === "warning") log.warn(facts, "job queue");
    else log.debug(facts, "job queue");
  });
}

/** Which job and which attempt; never its payload, nor what the queue keeps of its last error. */
function jobFacts(job: unknown): object {
  if (typeof job !== "object" || job === null || !("task_identifier" in job) || !("attempts" in job))
    return {};
  return { task: job.task_identifier, attempt: job.attempts };
}
