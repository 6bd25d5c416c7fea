import { inTransaction } from "../db/retry-transaction.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { endSessions } from "./end-sessions.ts";

/** Ends the requester's session. A second call changes nothing. */
export async function signOut(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { requester }: { requester: Pick<Requester, "sessionHash"> },
): Promise<void> {
  const ending = { why: "signed_out", sessionHash: requester.sessionHash } as const;
  await inTransaction(db, (trx) => endSessions(trx, { ending, now: clock.now() }));
}
