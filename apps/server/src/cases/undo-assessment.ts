import { Refusal } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { beginDecision } from "./begin-decision.ts";
import { changeCaseStatus } from "./change-case-status.ts";
import { handlingAfterAssessment } from "./handling-of-case.ts";
import { mayUndo } from "./judgement-rules.ts";
import { applyHandling } from "./stand-assessment.ts";

/**
 * Takes the newest assessment of a case back, by its author and before anything followed from it: the case is as it was,
 * with the assessment before, or with none. The events of both stay. Fingerprints that were set aside come back; an
 * address stays sealed until an assessment allows to open it.
 * @throws Refusal those of `beginDecision`, `assessment.not_undoable`; `session.locked` when an address must be opened and the
 * requester has not unlocked.
 */
export async function undoAssessment(
  vigie: Vigie,
  { caseId, requester }: { caseId: string; requester: Requester },
): Promise<void> {
  const at = vigie.clock.now();
  await inTransaction(vigie.db, async (trx) => {
    const row = await beginDecision(trx, vigie, { caseId, memberId: requester.memberId });
    const [newest, before] = await trx
      .selectFrom("assessments")
      .selectAll()
      .where("case_id", "=", caseId)
      .orderBy("at", "desc")
      .limit(2)
      .execute();
    const statusBefore = newest?.status_before;
    const undoable =
      newest &&
      statusBefore &&
      mayUndo(newest, {
        now: at,
        own: newest.member_id === requester.memberId,
        followed: row.status !== "assessed" || (await hasFollowed(trx, { caseId, since: newest.at })),
      });
    if (!undoable) throw new Refusal("assessment.not_undoable");
    await trx.deleteFrom("assessments").where("id", "=", newest.id).execute();
    await trx
      .updateTable("cases")
      .set({
        assessed_at: before?.at ?? null,
        // Which the assessment had ended: the refresh that follows says whether it still stands.
        danger_at: sql<Date | null>`(select max(e.at) from events e
          where e.case_id = ${caseId} and e.type = 'report.danger_written')`,
      })
      .where("id", "=", caseId)
      .execute();
    await recordEvents(trx, [
      {
        type: "case.assessment_undone",
        at,
        actor: requester.memberId,
        caseId,
        subjectId: newest.id,
      },
    ]);
    const handling = before ? handlingAfterAssessment(before, row) : "unknown";
    await applyHandling(trx, vigie, { caseId, from: row.handling, to: handling, at, requester });
    await changeCaseStatus(trx, { caseId, to: statusBefore, at, actor: requester.memberId });
  });
}

async function hasFollowed(
  trx: Kysely<Database>,
  { caseId, since }: { caseId: string; since: Date },
): Promise<boolean> {
  const { rows } = await sql<{ followed: boolean }>`
    select exists (select from notices where case_id = ${caseId} and created_at >= ${since} and status <> 'cancelled')
      or exists (select from referrals where case_id = ${caseId} and created_at >= ${since}) as followed`.execute(
    trx,
  );
  return rows[0]?.followed ?? false;
}
