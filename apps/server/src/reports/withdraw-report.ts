import { sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { closeCaseWithin } from "../cases/close-case.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { forgetEvidence } from "../evidence/forget-evidence.ts";
import { forgetFingerprints } from "../matching/forget-fingerprints.ts";
import { forgetSignals } from "../networks/forget-signals.ts";
import { forgetPlan } from "../plans/forget-plan.ts";
import type { Vigie } from "../vigie.ts";
import { findReport } from "./find-report.ts";

/**
 * Withdraws a report: its words, messages, contact address, fingerprints and signals are erased at once. What was already
 * sent to others cannot be recalled. A case that nobody examined yet and nobody else reported is closed.
 * Withdrawing twice is the same as once.
 * @throws Refusal `receipt.*`, `service.busy`
 */
export async function withdrawReport(vigie: Vigie, { receipt }: { receipt: string }): Promise<void> {
  const { report } = await findReport(vigie, receipt);
  if (report.withdrawn_at) return;
  const at = vigie.clock.now();
  await inTransaction(vigie.db, async (trx) => {
    const changed = await trx
      .updateTable("reports")
      .set({ withdrawn_at: at, words_sealed: null, contact_sealed: null, receipt_replay: null })
      .where("id", "=", report.id)
      .where("withdrawn_at", "is", null)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return;
    await trx.deleteFrom("messages").where("report_id", "=", report.id).execute();
    await forgetPlan(trx, { reportId: report.id });
    await forgetEvidence(trx, { reportId: report.id });
    await forgetFingerprints(trx, { reportId: report.id, at });
    await forgetSignals(trx, { reportId: report.id });
    await recordEvents(trx, [{ type: "report.withdrawn", at, caseId: report.case_id, reportId: report.id }]);
    // Of two who withdraw at the same moment, the second sees the first.
    await sql`
      select id from cases where id in (select c.case_id from report_contents l join contents c on c.id = l.content_id
        where l.report_id = ${report.id}) order by id for update`.execute(trx);
    const { rows: lonely } = await sql<{ case_id: string }>`
      select distinct c.case_id from report_contents l
      join contents c on c.id = l.content_id
      join cases on cases.id = c.case_id and cases.status = 'received'
      where l.report_id = ${report.id} and not exists (
        select 1 from contents c2 join report_contents l2 on l2.content_id = c2.id join reports r2 on r2.id = l2.report_id
        where c2.case_id = c.case_id and r2.withdrawn_at is null)`.execute(trx);
    for (const { case_id: caseId } of lonely) {
      await closeCaseWithin(trx, { caseId, reason: "withdrawn", memberId: null, at });
    }
  });
}
