import { Refusal, type SkipReason } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";

/**
 * Leaves a case to others: it is given back if it was theirs, and not served to them for twelve hours. Skipping again
 * starts the hours anew. The reason is theirs: no event tells it.
 * @throws Refusal `case.unknown`
 */
export async function skipCase(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { caseId, memberId, reason }: { caseId: string; memberId: string; reason: SkipReason },
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom("cases")
      .select("claimed_by")
      .where("id", "=", caseId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row) throw new Refusal("case.unknown");
    await trx
      .insertInto("case_skips")
      .values({ case_id: caseId, member_id: memberId, at, reason })
      .onConflict((conflict) => conflict.columns(["case_id", "member_id"]).doUpdateSet({ at, reason }))
      .execute();
    if (row.claimed_by === memberId) {
      await trx
        .updateTable("cases")
        .set({ claimed_by: null, claimed_until: null })
        .where("id", "=", caseId)
        .execute();
    }
    await recordEvents(trx, [{ type: "case.skipped", at, actor: memberId, caseId }]);
  });
}
