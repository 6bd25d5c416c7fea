import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/** Steps whose id holds the host of a site that no service answers for. */
const stepsOfPlaces = /^(?:find_host|host_notice|erasure):.*\./;

/** Erases the ticks of a case that tell where its contents were, once their addresses are sealed. */
export async function forgetPlaces(trx: Kysely<Database>, { caseId }: { caseId: string }): Promise<void> {
  await trx
    .deleteFrom("plan_steps")
    .where("case_id", "=", caseId)
    .where("step", "~", stepsOfPlaces.source)
    .execute();
}

/** Erases what somebody said and ticked under a receipt, in the transaction that withdraws the report. */
export async function forgetPlan(trx: Kysely<Database>, { reportId }: { reportId: string }): Promise<void> {
  await trx.deleteFrom("situations").where("report_id", "=", reportId).execute();
  await trx.deleteFrom("plan_steps").where("report_id", "=", reportId).execute();
}
