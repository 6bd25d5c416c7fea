import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import type { Database } from "../db/schema.ts";

/** Deletes the fingerprints of a withdrawn report, its entries in banks, and every match of either. */
export async function forgetFingerprints(
  trx: Kysely<Database>,
  { reportId, at }: { reportId: string; at: Date },
): Promise<void> {
  await trx.deleteFrom("fingerprints").where("report_id", "=", reportId).execute();
  const { rows } = await sql<{ bank_id: string; entries: number }>`
    with gone as (delete from bank_entries where report_id = ${reportId} returning bank_id)
    select bank_id, count(*)::int as entries from gone group by bank_id`.execute(trx);
  await recordEvents(
    trx,
    rows.map(({ bank_id: bankId, entries }) => ({
      type: "bank.entry_withdrawn" as const,
      at,
      reportId,
      subjectId: bankId,
      details: { entries },
    })),
  );
}
