import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Database } from "../db/schema.ts";
import { newToken, tokenHash } from "../vault/secret-token.ts";
import { sessionEnd } from "./session-rules.ts";

/**
 * Starts a session, locked, in the caller's transaction.
 * @param member.passkeyId the passkey that opened it, when one did.
 * @returns the token for the cookie; the database keeps its hash only.
 */
export async function startSession(
  trx: Kysely<Database>,
  { memberId, now, passkeyId = null }: { memberId: string; now: Date; passkeyId?: string | null },
): Promise<string> {
  const token = newToken();
  await trx
    .insertInto("sessions")
    .values({
      token_hash: tokenHash(token),
      member_id: memberId,
      created_at: now,
      last_seen_at: now,
      expires_at: sessionEnd(now),
    })
    .execute();
  const details = passkeyId === null ? {} : { passkey: passkeyId };
  await recordEvents(trx, [
    { type: "session.started", at: now, actor: memberId, subjectId: memberId, details },
  ]);
  return token;
}
