import { type CaseStatus, Refusal } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Database } from "../db/schema.ts";
import { orderRefresh } from "./case-jobs.ts";
import { assertCaseTransition } from "./case-transitions.ts";

/**
 * Moves a case along its transition table, in the caller's transaction.
 * @throws Refusal `case.unknown`, `case.step_impossible`
 */
export async function changeCaseStatus(
  trx: Kysely<Database>,
  { caseId, to, at, actor = null }: { caseId: string; to: CaseStatus; at: Date; actor?: string | null },
): Promise<void> {
  const row = await trx
    .selectFrom("cases")
    .select("status")
    .where("id", "=", caseId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal("case.unknown");
  if (row.status !== to) {
    assertCaseTransition(row.status, to);
    await trx
      .updateTable("cases")
      .set((given) => ({ status: to, version: sql`${given.ref("version")} + 1` }))
      .where("id", "=", caseId)
      .execute();
    await recordEvents(trx, [
      { type: "case.status_changed", at, actor, caseId, details: { from: row.status, to } },
    ]);
  }
  await orderRefresh(trx, caseId);
}
