import { Refusal, type Situation } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { storeSituation } from "../plans/set-situation.ts";
import { situationOfReport } from "../plans/situation-rules.ts";
import { findReport } from "../reports/find-report.ts";
import { lockStandingReport } from "../reports/lock-standing-report.ts";
import type { Vigie } from "../vigie.ts";
import { type EvidenceView, evidenceViewOf } from "./read-evidence.ts";

/**
 * Says whether somebody under 18 is concerned, and leaves the rest of the situation as it is.
 * @throws Refusal `receipt.*`, `service.busy`
 */
export async function sayAge(
  vigie: Vigie,
  { receipt, minor }: { receipt: string; minor: Situation["minor"] },
): Promise<EvidenceView> {
  const opened = await findReport(vigie, receipt);
  const { report } = opened;
  const at = vigie.clock.now();
  if (!report.withdrawn_at) {
    await inTransaction(vigie.db, async (trx) => {
      if (!(await lockStandingReport(trx, report.id))) throw new Refusal("receipt.unknown");
      const said = await trx
        .selectFrom("situations")
        .select("answers")
        .where("report_id", "=", report.id)
        .executeTakeFirst();
      const situation = { ...(said?.answers ?? situationOfReport(report, "reporter")), minor };
      if (!(await storeSituation(trx, { owner: { report_id: report.id }, situation, at }))) return;
      await recordEvents(trx, [
        { type: "plan.situation_changed", at, caseId: report.case_id, reportId: report.id },
      ]);
    });
  }
  return evidenceViewOf(vigie, opened);
}
