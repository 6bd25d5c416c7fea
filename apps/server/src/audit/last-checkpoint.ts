import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/** The published head of the event chain; null before the first. `hash` is 64 hex digits. */
export async function lastCheckpoint(
  db: Kysely<Database>,
): Promise<{ number: number; hash: string; at: string } | null> {
  const head = await db
    .selectFrom("event_checkpoints")
    .selectAll()
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return head
    ? { number: Number(head.number), hash: head.hash.toString("hex"), at: head.at.toISOString() }
    : null;
}
