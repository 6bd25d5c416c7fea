import { type AssessCaseBody, type Handling, Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { findAuthority, findGround } from "../catalogue/installed-catalogue.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { strictest } from "../grounds/handling-rules.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { beginDecision } from "./begin-decision.ts";
import { orderRefresh } from "./case-jobs.ts";
import { handlingAfterAssessment } from "./handling-of-case.ts";
import { groundsOfTwo } from "./judgement-rules.ts";
import { applyHandling, standAssessment } from "./stand-assessment.ts";
import { topicsOf } from "./topic-rules.ts";

/**
 * Qualifies a case in law. The grounds decide the handling, and the handling decides at once what may be
 * fetched: addresses are sealed or opened, watches start or stop, in the same transaction.
 *
 * Where the hotline asks for two people, the assessment only waits (`proposed`): of its effects, what protects comes at
 * once and the rest when a second person agrees, for whom the case is given back to the queue. Its author may put another
 * in its place.
 * @throws Refusal those of `beginDecision`, `assessment.ground_unknown`, `assessment.grade_unstated`,
 * `assessment.awaits_second`; `session.locked` when an address must be opened and the requester has not unlocked.
 */
export async function assessCase(
  vigie: Vigie,
  { caseId, assessment, requester }: { caseId: string; assessment: AssessCaseBody; requester: Requester },
): Promise<{ outcome: "assessed" | "proposed"; handling: Handling }> {
  for (const ground of assessment.grounds) {
    if (!findGround(ground)) throw new Refusal("assessment.ground_unknown", { ground });
  }
  const { grade } = assessment;
  if (grade && !findAuthority(grade.statedBy)) throw new Refusal("assessment.grade_unstated");
  const at = vigie.clock.now();
  const ofTwo = groundsOfTwo(assessment, vigie.config.twoPeople);
  return inTransaction(vigie.db, async (trx) => {
    const { memberId } = requester;
    const row = await beginDecision(trx, vigie, { caseId, memberId, seen: assessment.seen });
    const waiting = await trx
      .selectFrom("proposed_assessments")
      .select("member_id")
      .where("case_id", "=", caseId)
      .executeTakeFirst();
    if (waiting && waiting.member_id !== memberId) throw new Refusal("assessment.awaits_second");
    if (ofTwo.length === 0) {
      await trx.deleteFrom("proposed_assessments").where("case_id", "=", caseId).execute();
      const handling = await standAssessment(trx, vigie, {
        row,
        assessment,
        authorId: memberId,
        second: null,
        requester,
      });
      return { outcome: "assessed", handling };
    }
    const { publicReasons = null, grounds, manifest, minor, reasons } = assessment;
    const proposal = {
      member_id: memberId,
      at,
      grounds,
      manifest,
      minor,
      reasons,
      public_reasons: publicReasons,
      grade: grade ? JSON.stringify(grade) : null,
    };
    await trx
      .insertInto("proposed_assessments")
      .values({ case_id: caseId, ...proposal })
      .onConflict((conflict) => conflict.column("case_id").doUpdateSet(proposal))
      .execute();
    await recordEvents(trx, [
      {
        type: "case.assessment_proposed",
        at,
        actor: memberId,
        caseId,
        details: { manifest, minor, grounds: grounds.join(" ") },
      },
    ]);
    const found = handlingAfterAssessment(assessment, row);
    const handling = strictest(row.handling, found);
    if (handling !== row.handling) {
      await applyHandling(trx, vigie, { caseId, from: row.handling, to: handling, at, requester });
    }
    const topics = topicsOf({
      grounds: [...row.topics, ...grounds.flatMap((slug) => findGround(slug)?.topics ?? [])],
      concern: row.concern,
      minor: minor === "yes",
    });
    await trx
      .updateTable("cases")
      .set({ topics, claimed_by: null, claimed_until: null })
      .where("id", "=", caseId)
      .execute();
    await orderRefresh(trx, caseId);
    return { outcome: "proposed", handling };
  });
}
