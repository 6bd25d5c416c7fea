import { type Kysely, sql } from "kysely";
import type { z } from "zod";
import type { Database } from "../db/schema.ts";

/** A kind of work that happens later, at least once. Its handler can run twice without harm. */
export interface JobDefinition<Payload> {
  name: string;
  payload: z.ZodType<Payload>;
  /** Tries before the job is left as failed; each waits longer (exp(attempt) seconds). */
  attempts: number;
}

/** @param name slice and verb, e.g. `notices.send`. */
export function defineJob<Payload>(
  name: string,
  payload: z.ZodType<Payload>,
  { attempts = 25 }: { attempts?: number } = {},
): JobDefinition<Payload> {
  return { name, payload, attempts };
}

export interface JobOrder<Payload> {
  job: JobDefinition<Payload>;
  payload: Payload;
  /** Jobs with one key that still wait are one job: the newest order replaces the others. */
  key?: string;
  runAt?: Date;
}

/** Orders work in the caller's transaction: it exists exactly when the change does. */
export async function addJobs<Payload>(
  trx: Kysely<Database>,
  orders: readonly JobOrder<Payload>[],
): Promise<void> {
  if (orders.length === 0) return;
  const specs = orders.map(({ job, payload, key, runAt }) => ({
    identifier: job.name,
    payload,
    job_key: key ?? null,
    run_at: runAt?.toISOString() ?? null,
    max_attempts: job.attempts,
  }));
  await sql`
    select 1 from graphile_worker.add_jobs(
      array(select row(s.*)::graphile_worker.job_spec
        from json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json) s))`.execute(
    trx,
  );
}
