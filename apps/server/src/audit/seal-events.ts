import { type Kysely, type Selectable, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { chainHash } from "./chain-rules.ts";

// One advisory lock number for the only sealer of an installation.
const sealerLock = 7_210_501;
const batchSize = 5_000;

/**
 * Links committed events into the hash chain. One sealer at a time, whatever the number of processes.
 *
 * Events are taken in the order (transaction, seq), and only those whose transaction is older than every
 * transaction still open: nothing can later appear in front of what is already sealed.
 * @returns how many events were linked; 0 also when another process is sealing.
 */
export async function sealEvents({ db }: Pick<Vigie, "db">): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows: locks } = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(${sealerLock}) as held`.execute(trx);
    if (!locks[0]?.held) return 0;

    const state = await trx.selectFrom("event_sealing").selectAll().executeTakeFirstOrThrow();
    if (await isRestored(trx, state)) return sealRestored(trx, state);
    const events = await trx
      .selectFrom("events")
      .selectAll()
      .where("seq", ">", state.restored_before)
      .where(sql<boolean>`(xid, seq) > (${state.last_xid}::xid8, ${state.last_seq}::bigint)`)
      .where(sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())`)
      .orderBy("xid")
      .orderBy("seq")
      .limit(batchSize)
      .execute();
    const last = events.at(-1);
    if (!last) return 0;
    await link(trx, state, events);
    await trx.updateTable("event_sealing").set({ last_xid: last.xid, last_seq: last.seq }).execute();
    return events.length;
  });
}

type Sealing = Selectable<Database["event_sealing"]>;
type EventRow = Selectable<Database["events"]>;

async function link(trx: Kysely<Database>, state: Sealing, events: readonly EventRow[]): Promise<void> {
  let hash = state.last_hash;
  let number = state.last_number;
  const links = events.map((event) => {
    number += 1;
    hash = chainHash(hash, number, event);
    return { number, event_seq: event.seq, hash };
  });
  await sql`
    insert into event_chain (number, event_seq, hash)
    select * from unnest(
      ${links.map((one) => one.number)}::bigint[],
      ${links.map((one) => one.event_seq)}::bigint[],
      ${links.map((one) => one.hash)}::bytea[])`.execute(trx);
  await trx.updateTable("event_sealing").set({ last_number: number, last_hash: hash }).execute();
}

/** A dump restored into a new cluster carries transaction numbers that this one has not reached. */
async function isRestored(trx: Kysely<Database>, { last_xid }: Sealing): Promise<boolean> {
  const { rows } = await sql<{ restored: boolean }>`
    select ${last_xid}::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as restored`.execute(trx);
  return rows[0]?.restored ?? false;
}

/** Links what the old cluster left unsealed, by its place in the log, and begins anew behind it. */
async function sealRestored(trx: Kysely<Database>, state: Sealing): Promise<number> {
  // Waits for every writer: nothing may later commit in front of the place where the new numbers begin.
  await sql`lock table events in share row exclusive mode`.execute(trx);
  const { rows: events } = await sql<EventRow>`
    select * from events e where not exists (select 1 from event_chain c where c.event_seq = e.seq)
    order by seq`.execute(trx);
  if (events.length > 0) await link(trx, state, events);
  await sql`
    update event_sealing set last_xid = '0', last_seq = 0,
      restored_before = (select coalesce(max(seq), 0) from events)`.execute(trx);
  return events.length;
}

/** Publishes the head of the chain, when it moved since the last time. */
export async function publishCheckpoint({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  await sql`
    insert into event_checkpoints (number, hash, at)
    select last_number, last_hash, ${clock.now()} from event_sealing where last_number > 0
    on conflict (number) do nothing`.execute(db);
}
