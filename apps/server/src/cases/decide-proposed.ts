import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { beginDecision } from "./begin-decision.ts";
import { orderRefresh } from "./case-jobs.ts";
import { standAssessment } from "./stand-assessment.ts";

/**
 * A second person agrees with an assessment that waits, or declines it: then the case is to be assessed again. What was
 * protected meanwhile stays so until it is.
 * @param at of the proposal that was read.
 * @throws Refusal those of `beginDecision`, `request.conflict` when another proposal stands or none does,
 * `assessment.own_second` when it is one's own; `session.locked` as `assessCase`.
 */
export async function decideProposed(
  vigie: Vigie,
  {
    caseId,
    outcome,
    at,
    requester,
  }: { caseId: string; outcome: "confirm" | "decline"; at: Date; requester: Requester },
): Promise<void> {
  await inTransaction(vigie.db, async (trx) => {
    const row = await beginDecision(trx, vigie, { caseId, memberId: requester.memberId });
    const proposal = await trx
      .deleteFrom("proposed_assessments")
      .where("case_id", "=", caseId)
      .where("at", "=", at)
      .returningAll()
      .executeTakeFirst();
    if (!proposal) throw new Refusal("request.conflict");
    if (proposal.member_id === requester.memberId) throw new Refusal("assessment.own_second");
    if (outcome === "decline") {
      await recordEvents(trx, [
        {
          type: "case.assessment_declined",
          at: vigie.clock.now(),
          actor: requester.memberId,
          caseId,
        },
      ]);
      await orderRefresh(trx, caseId);
      return;
    }
    const { grounds, manifest, minor, reasons, public_reasons: publicReasons, grade } = proposal;
    await standAssessment(trx, vigie, {
      row,
      assessment: { grounds, manifest, minor, reasons, publicReasons, grade },
      authorId: proposal.member_id,
      second: requester.memberId,
      requester,
    });
  });
}
