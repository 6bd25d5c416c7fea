import { sql } from "kysely";
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
    const events = await trx
      .selectFrom("events")
      .selectAll()
      .where(sql<boolean>`(xid, seq) > (${state.last_xid}::xid8, ${state.last_seq}::bigint)`)
      .where(sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())`)
      .orderBy("xid")
      .orderBy("seq")
      .limit(batchSize)
      .execute();
    const last = events.at(-1);
    if (!last) return 0;

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
        ${links.map((link) => link.number)}::bigint[],
        ${links.map((link) => link.event_seq)}::bigint[],
        ${links.map((link) => link.hash)}::bytea[])`.execute(trx);
    await trx
      .updateTable("event_sealing")
      .set({ last_number: number, last_hash: hash, last_xid: last.xid, last_seq: last.seq })
      .execute();
    return events.length;
  });
}

/** Publishes the head of the chain, when it moved since the last time. */
export async function publishCheckpoint({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<void> {
  await sql`
    insert into event_checkpoints (number, hash, at)
    select last_number, last_hash, ${clock.now()} from event_sealing where last_number > 0
    on conflict (number) do nothing`.execute(db);
}
