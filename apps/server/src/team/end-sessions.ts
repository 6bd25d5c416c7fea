import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Database } from "../db/schema.ts";
import { idleLimit } from "./session-rules.ts";

/** Which sessions end, and why. */
type SessionEnding =
  | { why: "signed_out"; sessionHash: Buffer }
  | { why: "deactivated"; memberId: string; actor: string }
  | { why: "expired" };

/**
 * Ends sessions in the caller's transaction, and with them the unlocked keys they hold.
 * @returns how many ended.
 */
export async function endSessions(
  trx: Kysely<Database>,
  { ending, now }: { ending: SessionEnding; now: Date },
): Promise<number> {
  const ended = await trx.deleteFrom("sessions").where(chosen(ending, now)).returning("member_id").execute();
  await recordEvents(
    trx,
    ended.map(({ member_id }) => ({
      type: "session.ended",
      at: now,
      actor: actorOf(ending, member_id),
      subjectId: member_id,
      details: { why: ending.why },
    })),
  );
  return ended.length;
}

function chosen(ending: SessionEnding, now: Date) {
  switch (ending.why) {
    case "signed_out":
      return sql<boolean>`token_hash = ${ending.sessionHash}`;
    case "deactivated":
      return sql<boolean>`member_id = ${ending.memberId}`;
    case "expired":
      return sql<boolean>`(expires_at <= ${now} or last_seen_at <= ${idleLimit(now)})`;
  }
}

function actorOf(ending: SessionEnding, memberId: string): string | null {
  switch (ending.why) {
    case "signed_out":
      return memberId;
    case "deactivated":
      return ending.actor;
    case "expired":
      return null;
  }
}
