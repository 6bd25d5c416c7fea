import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";

type Context = Pick<Vigie, "db" | "log">;

/**
 * Gives back the jobs of worker processes whose advisory lock nobody holds.
 * @param suspects only these pools: a process that lost its connection a moment ago takes its lock again, so it is
 * taken for dead at the second look. Absent: at the first.
 * @returns pools that are silent and were left alone: the suspects of the next look.
 */
export async function freeDeadLocks(
  { db, log }: Context,
  suspects?: ReadonlySet<string>,
): Promise<Set<string>> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pool_id: string }>`
      select pool_id from worker_pools where pg_try_advisory_xact_lock(process_key)`.execute(trx);
    const silent = rows.map((row) => row.pool_id);
    const dead = silent.filter((poolId) => !suspects || suspects.has(poolId));
    if (dead.length > 0) {
      await trx.deleteFrom("worker_pools").where("pool_id", "in", dead).execute();
      await giveBack(trx, dead);
      log.info({ pools: dead.length }, "jobs of ended processes were given back");
    }
    return new Set(silent.filter((poolId) => !dead.includes(poolId)));
  });
}

/** A process killed before it wrote its pool leaves locks whose holder is in no row. */
export async function freeUnknownLocks({ db, log }: Context): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pool_id: string }>`
      select distinct locked_by as pool_id from graphile_worker._private_jobs j
      where locked_at < now() - interval '1 minute'
        and not exists (select 1 from worker_pools p where p.pool_id = j.locked_by)`.execute(trx);
    if (rows.length === 0) return;
    await giveBack(
      trx,
      rows.map((row) => row.pool_id),
    );
    log.info({ pools: rows.length }, "jobs of unknown processes were given back");
  });
}

/** Unlocks what these pools hold: whoever is free takes it. */
export async function giveBack(db: Kysely<Database>, poolIds: readonly string[]): Promise<void> {
  await sql`select graphile_worker.force_unlock_workers(${[...poolIds]}::text[])`.execute(db);
}
