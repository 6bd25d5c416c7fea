import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";
import { chainHash, chainStart } from "./chain-rules.ts";

export type ChainFinding =
  | { kind: "intact"; events: number; unsealed: number; head: string }
  | { kind: "broken"; number: number; why: "hash" | "gap" | "missing_event" | "checkpoint" };

const pageSize = 5_000;

/**
 * Recomputes the whole chain from the events and compares it with what was sealed and published.
 * @param onProgress called with the number of events verified so far.
 */
export async function verifyChain(
  { db }: Pick<Vigie, "db">,
  { onProgress }: { onProgress?: (verified: number, total: number) => void } = {},
): Promise<ChainFinding> {
  const { last_number: total, last_hash: head } = await db
    .selectFrom("event_sealing")
    .select(["last_number", "last_hash"])
    .executeTakeFirstOrThrow();
  let hash = chainStart;
  let number = 0;
  while (number < total) {
    const page = await db
      .selectFrom("event_chain")
      .leftJoin("events", "events.seq", "event_chain.event_seq")
      .leftJoin("event_checkpoints", "event_checkpoints.number", "event_chain.number")
      .select(["event_chain.number", "event_chain.hash", "event_checkpoints.hash as published"])
      .select([
        "events.seq",
        "events.at",
        "events.type",
        "events.actor",
        "events.case_id",
        "events.content_id",
        "events.report_id",
        "events.subject_id",
        "events.details",
      ])
      .where("event_chain.number", ">", number)
      .orderBy("event_chain.number")
      .limit(pageSize)
      .execute();
    if (page.length === 0) return { kind: "broken", number: number + 1, why: "gap" };
    for (const link of page) {
      number += 1;
      if (link.number !== number) return { kind: "broken", number, why: "gap" };
      const { seq, at, type, details } = link;
      if (seq === null || at === null || type === null || details === null) {
        return { kind: "broken", number, why: "missing_event" };
      }
      hash = chainHash(hash, number, { ...link, seq, at, type, details });
      if (!hash.equals(link.hash)) return { kind: "broken", number, why: "hash" };
      if (link.published && !hash.equals(link.published))
        return { kind: "broken", number, why: "checkpoint" };
      if (number === total && !hash.equals(head)) return { kind: "broken", number, why: "hash" };
    }
    onProgress?.(number, total);
  }
  // An end that was cut off leaves a published head that nothing leads to.
  const cut = await db
    .selectFrom("event_checkpoints")
    .select("number")
    .where("number", ">", number)
    .where(sql<boolean>`not exists (select 1 from event_chain c where c.number = event_checkpoints.number)`)
    .orderBy("number")
    .limit(1)
    .executeTakeFirst();
  if (cut) return { kind: "broken", number: cut.number, why: "checkpoint" };
  const { rows } = await sql<{ unsealed: number }>`
    select count(*)::int as unsealed from events e
    where not exists (select 1 from event_chain c where c.event_seq = e.seq)`.execute(db);
  return { kind: "intact", events: number, unsealed: rows[0]?.unsealed ?? 0, head: hash.toString("hex") };
}
