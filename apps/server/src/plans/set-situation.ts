import { Refusal, type Situation } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";

/**
 * Says what the choice of routes for a case depends on.
 * @throws Refusal `case.unknown`
 */
export async function setSituation(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { caseId, situation, memberId }: { caseId: string; situation: Situation; memberId: string },
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom("cases")
      .select("id")
      .where("id", "=", caseId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new Refusal("case.unknown");
    if (await storeSituation(trx, { owner: { case_id: caseId }, situation, at })) {
      await recordEvents(trx, [{ type: "plan.situation_changed", at, actor: memberId, caseId }]);
      await orderRefresh(trx, caseId);
    }
  });
}

/** Whose situation or steps these are: a case's, by the team, or a report's, by whoever holds its receipt. */
export type PlanOwner = { case_id: string } | { report_id: string };

/** @returns whether it says something else than before. */
export async function storeSituation(
  trx: Kysely<Database>,
  { owner, situation, at }: { owner: PlanOwner; situation: Situation; at: Date },
): Promise<boolean> {
  const column = "case_id" in owner ? "case_id" : "report_id";
  const answers = JSON.stringify(situation);
  const stored = await trx
    .insertInto("situations")
    .values({ id: newId(), ...owner, answers, updated_at: at })
    .onConflict((conflict) =>
      conflict
        .column(column)
        .doUpdateSet({ answers, updated_at: at })
        .where(sql<boolean>`situations.answers <> ${answers}::jsonb`),
    )
    .executeTakeFirst();
  return (stored.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
