import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/** Erases what is kept under a receipt, in the transaction that withdraws the report. */
export async function forgetEvidence(
  trx: Kysely<Database>,
  { reportId }: { reportId: string },
): Promise<void> {
  await trx.deleteFrom("evidence_entries").where("report_id", "=", reportId).execute();
}
