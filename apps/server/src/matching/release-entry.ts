import { Refusal } from "@vigie/contract";
import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { lockBank } from "./change-bank.ts";
import { orderMatchBank } from "./match-bank.ts";

/**
 * A person looked at an entry that suddenly matched everything: it is compared again, also with what was reported
 * meanwhile, and only cases reported from now on count against it.
 * @param entryId digits, as `bankViews` tells it.
 * @throws Refusal `bank.unknown`; `bank.step_impossible` when the bank has no such entry that is suspended.
 */
export async function releaseEntry(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { bankId, entryId, actor }: { bankId: string; entryId: string; actor: string | null },
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    const { slug } = await lockBank(trx, bankId);
    const { numAffectedRows } = await sql`
      update bank_entries set suspended_at = null, released_at = ${at}, xid = pg_current_xact_id()
      where bank_id = ${bankId} and id::text = ${entryId} and suspended_at is not null and withdrawn_at is null`.execute(
      trx,
    );
    if (numAffectedRows !== 1n) throw new Refusal("bank.step_impossible");
    await orderMatchBank(trx, { bankId });
    await recordEvents(trx, [
      {
        type: "bank.entry_released",
        at,
        actor,
        subjectId: bankId,
        details: { bank: slug, entry: entryId },
      },
    ]);
  });
}
