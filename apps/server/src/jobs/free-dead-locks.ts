import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";

/** Gives back the jobs of worker processes whose advisory lock nobody holds any more. */
export async function freeDeadLocks({ db, log }: Pick<Vigie, "db" | "log">): Promise<void> {
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
    await giveBack(trx, dead);
    log.info({ pools: dead.length }, "jobs of ended processes were given back");
  });
}

/** Unlocks what these pools hold: whoever is free takes it. */
export async function giveBack(db: Kysely<Database>, poolIds: readonly string[]): Promise<void> {
  await sql`select graphile_worker.force_unlock_workers(${[...poolIds]}::text[])`.execute(db);
}
