import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/** Erases what somebody said and ticked under a receipt, in the transaction that withdraws the report. */
export async function forgetPlan(trx: Kysely<Database>, { reportId }: { reportId: string }): Promise<void> {
  await trx.deleteFrom("situations").where("report_id", "=", reportId).execute();
  await trx.deleteFrom("plan_steps").where("report_id", "=", reportId).execute();
}
