import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { endSessions } from "./end-sessions.ts";

/**
 * Deletes the sessions that were idle for 30 minutes or are 12 hours old. They open nothing before that either:
 * `readSession` looks at the time itself. Questions to passkeys that nobody answered go with them.
 * @returns how many sessions ended.
 */
export async function expireSessions({ db, clock }: Pick<Vigie, "db" | "clock">): Promise<number> {
  const now = clock.now();
  await db.deleteFrom("passkey_challenges").where("expires_at", "<=", now).execute();
  return inTransaction(db, (trx) => endSessions(trx, { ending: { why: "expired" }, now }));
}
