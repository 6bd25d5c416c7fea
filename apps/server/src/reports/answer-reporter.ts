import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
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
  await vigie.db.transaction().execute(async (trx) => {
    const report = await trx
      .selectFrom("reports")
      .innerJoin("report_contents", "report_contents.report_id", "reports.id")
      .innerJoin("contents", "contents.id", "report_contents.content_id")
      .select(["reports.thread_key", "reports.withdrawn_at"])
      .where("reports.id", "=", reportId)
      .where("contents.case_id", "=", caseId)
      .limit(1)
      .executeTakeFirst();
    if (!report?.thread_key || report.withdrawn_at) throw new Refusal("case.unknown");
    const id = newId();
    const sealed = sealForMany([vigie.teamPublicKey, report.thread_key], text);
    await trx
      .insertInto("messages")
      .values({ id, report_id: reportId, sender: "hotline", at, sealed })
      .execute();
    await recordEvents(trx, [
      { type: "report.answered", at, actor: memberId, caseId, reportId, subjectId: id },
    ]);
    await addJobs(trx, [
      { job: tellReporterJob, payload: { reportId }, key: `${tellReporterJob.name}:${reportId}` },
    ]);
  });
}
