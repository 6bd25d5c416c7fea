import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { addJobs } from "../jobs/define-job.ts";
import { sealForMany } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { tellReporterJob } from "./report-jobs.ts";

/**
 * The hotline writes to a reporter. Sealed to the team and to the receipt: only whoever holds the receipt reads it.
 * @throws Refusal `case.unknown` when the report is not of this case or can no longer be written to.
 */
export async function answerReporter(
  vigie: Vigie,
  { caseId, reportId, text, memberId }: { caseId: string; reportId: string; text: string; memberId: string },
): Promise<void> {
  const at = vigie.clock.now();
  await inTransaction(vigie.db, async (trx) => {
    const report = await trx
      .selectFrom("reports")
      .innerJoin("report_contents", "report_contents.report_id", "reports.id")
      .innerJoin("contents", "contents.id", "report_contents.content_id")
      .select("reports.thread_key")
      .where("reports.id", "=", reportId)
      .where("contents.case_id", "=", caseId)
      .where("reports.withdrawn_at", "is", null)
      // A withdrawal erases every message: none may land after it.
      .forUpdate("reports")
      .limit(1)
      .executeTakeFirst();
    if (!report?.thread_key) throw new Refusal("case.unknown");
    const id = newId();
    const sealed = sealForMany([vigie.teamPublicKey, report.thread_key], text);
    await trx
      .insertInto("messages")
      .values({ id, report_id: reportId, sender: "hotline", at, sealed })
      .execute();
    await recordEvents(trx, [
      { type: "report.answered", at, actor: memberId, caseId, reportId, subjectId: id },
    ]);
    await orderRefresh(trx, caseId);
    await addJobs(trx, [
      { job: tellReporterJob, payload: { reportId }, key: `${tellReporterJob.name}:${reportId}` },
    ]);
  });
}
