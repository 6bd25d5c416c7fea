import { type CaseStatus, type ReferralStatus, Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { mayBecome } from "../cases/case-transitions.ts";
import { changeCaseStatus } from "../cases/change-case-status.ts";
import { setDeadline } from "../cases/set-deadline.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import { tellReportersJob } from "../reports/report-jobs.ts";
import type { Vigie } from "../vigie.ts";
import { assertReferralTransition } from "./referral-transitions.ts";

export interface ReferralRecord {
  referralId: string;
  memberId: string;
  status: Exclude<ReferralStatus, "prepared">;
  /** As the authority gave it. */
  reference?: string | undefined;
  /** When it was filed or answered; now unless told. */
  at?: Date | undefined;
  note?: string | undefined;
}

/**
 * Records that a person filed a referral, or what the authority answered; the case follows, and filing starts the
 * clock of its grounds. `acted` means that the
 * authority says so: nobody looks at the address to confirm it.
 * @throws Refusal `referral.unknown`, `referral.step_impossible`, `case.step_impossible`
 */
export async function recordReferral(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { referralId, memberId, status, reference, at, note }: ReferralRecord,
): Promise<void> {
  const now = clock.now();
  // A date ahead of us is a slip of the keyboard.
  const happenedAt = at && at < now ? at : now;
  await inTransaction(db, async (trx) => {
    const referral = await trx
      .selectFrom("referrals")
      .selectAll()
      .where("id", "=", referralId)
      .forUpdate()
      .executeTakeFirst();
    if (!referral) throw new Refusal("referral.unknown");
    assertReferralTransition(referral.status, status);
    await trx
      .updateTable("referrals")
      .set({
        status,
        ...(status === "filed" ? { filed_at: happenedAt } : { answered_at: happenedAt }),
        ...(reference === undefined ? {} : { reference }),
        ...(note === undefined ? {} : { note }),
      })
      .where("id", "=", referralId)
      .execute();
    const { case_id: caseId, authority } = referral;
    await recordEvents(trx, [
      {
        type: status === "filed" ? "referral.filed" : "referral.answered",
        at: now,
        actor: memberId,
        caseId,
        subjectId: referralId,
        details: { authority, status, happenedAt: happenedAt.toISOString() },
      },
    ]);
    const reached = await moveCase(trx, { caseId, status, at: now, actor: memberId });
    if (reached === "referred" && status === "filed") {
      const assessment = await trx
        .selectFrom("assessments")
        .select("grounds")
        .where("case_id", "=", caseId)
        .orderBy("at", "desc")
        .limit(1)
        .executeTakeFirst();
      const grounds = assessment?.grounds ?? [];
      await setDeadline(trx, { caseId, grounds, from: happenedAt, at: now, actor: memberId });
    }
    await orderRefresh(trx, caseId);
    await addJobs(trx, [
      { job: tellReportersJob, payload: { caseId }, key: `${tellReportersJob.name}:${caseId}` },
    ]);
  });
}

const caseStatusAfter: Partial<Record<ReferralStatus, CaseStatus>> = { filed: "referred", acted: "removed" };

/**
 * A case that is further already (removed, closed) stays there: the referral's own record is enough.
 * @returns where the case is now.
 */
async function moveCase(
  trx: Kysely<Database>,
  { caseId, status, at, actor }: { caseId: string; status: ReferralStatus; at: Date; actor: string },
): Promise<CaseStatus | undefined> {
  const to = caseStatusAfter[status];
  const row = await trx
    .selectFrom("cases")
    .select("status")
    .where("id", "=", caseId)
    .forUpdate()
    .executeTakeFirst();
  if (!row || !to || row.status === "closed" || row.status === to || !mayBecome(row.status, to)) {
    return row?.status;
  }
  await changeCaseStatus(trx, { caseId, to, at, actor });
  return to;
}
