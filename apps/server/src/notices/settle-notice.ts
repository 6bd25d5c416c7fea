import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { orderDelivery } from "./jobs.ts";
import { readNoticeCase } from "./notice-case.ts";
import {
  bounceNotice,
  markCancelled,
  markFailed,
  markSent,
  moveNotice,
  noticeEvent,
} from "./notice-outcomes.ts";
import { noticeHindrance } from "./notice-rules.ts";
import {
  assertNoticeTransition,
  mayBeSettled,
  type Settlement,
  settledStatus,
} from "./notice-transitions.ts";
import { namesPerson } from "./voice-rules.ts";

/**
 * A person decides about a notice that is in doubt or failed: it had arrived, it goes once more, or it is given up; or
 * they say of one that left that it came back.
 * @throws Refusal `notice.unknown`, `notice.step_impossible`, also for one that its recipient has answered to; `notice.needs_referral`, `notice.not_ready`,
 * `case.not_assessed`, `notice.identity_missing` when it may not be sent again
 */
export async function settleNotice(
  { db, clock, config }: Pick<Vigie, "db" | "clock" | "config">,
  { noticeId, outcome, memberId }: { noticeId: string; outcome: Settlement; memberId: string },
): Promise<void> {
  const at = clock.now();
  const change = { at, actor: memberId };
  await inTransaction(db, async (trx) => {
    const notice = await trx
      .selectFrom("notices")
      .selectAll()
      .where("id", "=", noticeId)
      .forUpdate()
      .executeTakeFirst();
    if (!notice) throw new Refusal("notice.unknown");
    const { status: from } = notice;
    const to = settledStatus(notice, outcome);
    if (!mayBeSettled(from, outcome)) throw new Refusal("notice.step_impossible", { from, to });
    assertNoticeTransition(from, to);
    await recordEvents(trx, [
      noticeEvent("notice.settled", notice, { ...change, details: { outcome, from, to } }),
    ]);
    if (to === "sent") await markSent(trx, config, notice, { from, ...change });
    if (to === "cancelled") await markCancelled(trx, notice, { from, why: "given_up", ...change });
    if (outcome === "came_back") {
      const bounced = await bounceNotice(trx, notice, { response: "came back, as the team says", ...change });
      if (!bounced) throw new Refusal("notice.step_impossible", { from, to });
      return;
    }
    if (to === "failed") {
      await markFailed(trx, notice, { from, failure: "in doubt, given up", why: "given_up", ...change });
    }
    if (to === "queued" || to === "prepared") {
      const hindrance = noticeHindrance(await readNoticeCase(trx, { caseId: notice.case_id }));
      if (hindrance) throw new Refusal(hindrance);
      // Whom it was for is forgotten with its end: it is written anew.
      if (namesPerson(notice.kind) && notice.identity_sealed === null) {
        throw new Refusal("notice.identity_missing");
      }
      await moveNotice(trx, { id: notice.id, from }, to, { attempts: 0, failure: null });
      if (to === "queued") await addJobs(trx, [orderDelivery(notice.id)]);
      await orderRefresh(trx, notice.case_id);
    }
  });
}
