import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { forgetSignalsOfEntry } from "../networks/forget-signals.ts";
import { findReport } from "../reports/find-report.ts";
import type { Vigie } from "../vigie.ts";
import { type EvidenceView, evidenceViewOf } from "./read-evidence.ts";

/**
 * Removes an entry from under a receipt. Twice is once; one of another receipt is not touched.
 * @returns what is left.
 * @throws Refusal `receipt.*`, `service.busy`
 */
export async function removeEvidence(
  vigie: Vigie,
  { receipt, entryId }: { receipt: string; entryId: string },
): Promise<EvidenceView> {
  const opened = await findReport(vigie, receipt);
  const { report } = opened;
  await inTransaction(vigie.db, async (trx) => {
    const gone = await trx
      .deleteFrom("evidence_entries")
      .where("id", "=", entryId)
      .where("report_id", "=", report.id)
      .executeTakeFirst();
    if (gone.numDeletedRows === 0n) return;
    await forgetSignalsOfEntry(trx, { caseId: report.case_id, entryId });
    await recordEvents(trx, [
      {
        type: "evidence.removed",
        at: vigie.clock.now(),
        caseId: report.case_id,
        reportId: report.id,
        details: { entries: Number(gone.numDeletedRows) },
      },
    ]);
  });
  return evidenceViewOf(vigie, opened);
}
