import { type RecordNoticeBody, Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { readNoticeCase } from "./notice-case.ts";
import { markCancelled, markSent } from "./notice-outcomes.ts";
import { noticeHindrance } from "./notice-rules.ts";

/**
 * A person carried a prepared notice to a form or to the post, or will not.
 * @throws Refusal `notice.unknown`, `notice.step_impossible`; `notice.needs_referral`, `notice.not_ready`,
 * `case.not_assessed` when it may not leave any more: it can still be given up
 */
export async function recordNotice(
  { db, clock, config }: Pick<Vigie, "db" | "clock" | "config">,
  { noticeId, memberId, ...recorded }: RecordNoticeBody & { noticeId: string; memberId: string },
): Promise<void> {
  const change = { from: "prepared", at: clock.now(), actor: memberId } as const;
  await inTransaction(db, async (trx) => {
    const notice = await trx
      .selectFrom("notices")
      .select(["id", "case_id", "kind", "grounds", "status"])
      .where("id", "=", noticeId)
      .executeTakeFirst();
    if (!notice) throw new Refusal("notice.unknown");
    const { status: from } = notice;
    if (recorded.outcome === "given_up") {
      const cancelled = await markCancelled(trx, notice, { ...change, why: "given_up" });
      if (!cancelled) throw new Refusal("notice.step_impossible", { from, to: "cancelled" });
      return;
    }
    const noticeCase = await readNoticeCase(trx, { caseId: notice.case_id, held: "to_rely_on" });
    const hindrance = noticeHindrance(noticeCase);
    if (hindrance) throw new Refusal(hindrance);
    const { reference, proof } = recorded;
    const sent = await markSent(trx, config, notice, { ...change, reference, proof });
    if (!sent) throw new Refusal("notice.step_impossible", { from, to: "sent" });
    await includeAll(trx, noticeId);
  });
}

/** Nobody looked at the locations again: all were handed over. */
async function includeAll(trx: Kysely<Database>, noticeId: string): Promise<void> {
  await trx
    .updateTable("notice_contents")
    .set({ outcome: "included" })
    .where("notice_id", "=", noticeId)
    .execute();
}
