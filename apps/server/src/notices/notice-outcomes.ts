import type { NoticeStatus } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import { type NewEvent, recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { setDeadline } from "../cases/set-deadline.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import { tellReportersJob } from "../reports/report-jobs.ts";
import { hurryWatch } from "../watches/hurry-watch.ts";
import { assertNoticeTransition } from "./notice-transitions.ts";

export type NoticeRow = Selectable<Database["notices"]>;

type Change = { at: Date; actor?: string | null };

/**
 * Moves a notice on, if it still is where its mover believes it to be.
 * @returns false when somebody else moved it: nothing was changed then.
 */
export async function moveNotice(
  trx: Kysely<Database>,
  { id, from }: { id: string; from: NoticeStatus },
  to: NoticeStatus,
  set: Partial<Pick<NoticeRow, "failure" | "sent_at" | "attempts" | "body">> = {},
): Promise<boolean> {
  assertNoticeTransition(from, to);
  const { numUpdatedRows } = await trx
    .updateTable("notices")
    .set({ status: to, ...set })
    .where("id", "=", id)
    .where("status", "=", from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * The notice is with its recipient: the clock of its grounds starts, and its locations are looked at soon.
 * @returns false when it was not in `from` any more.
 */
export async function markSent(
  trx: Kysely<Database>,
  notice: Pick<NoticeRow, "id" | "case_id" | "grounds">,
  { from, at, actor = null }: Change & { from: NoticeStatus },
): Promise<boolean> {
  if (!(await moveNotice(trx, { id: notice.id, from }, "sent", { sent_at: at, failure: null }))) return false;
  const contents = await trx
    .selectFrom("notice_contents")
    .select("content_id")
    .where("notice_id", "=", notice.id)
    .where("outcome", "is distinct from", "already_removed")
    .execute();
  const contentIds = contents.map((content) => content.content_id);
  await hurryWatch(trx, { contentIds, at });
  await recordEvents(trx, [
    noticeEvent("notice.sent", notice, { at, actor, details: { contents: contentIds.length } }),
  ]);
  await setDeadline(trx, { caseId: notice.case_id, grounds: notice.grounds, from: at, at, actor });
  await addJobs(trx, [
    {
      job: tellReportersJob,
      payload: { caseId: notice.case_id },
      key: `${tellReportersJob.name}:${notice.case_id}`,
    },
  ]);
  await orderRefresh(trx, notice.case_id);
  return true;
}

/** It will not arrive: the case asks for another way. `failure` is for the desk only. */
export async function markFailed(
  trx: Kysely<Database>,
  notice: Pick<NoticeRow, "id" | "case_id">,
  { from, failure, why, at, actor = null }: Change & { from: NoticeStatus; failure: string; why: string },
): Promise<boolean> {
  if (!(await moveNotice(trx, { id: notice.id, from }, "failed", { failure }))) return false;
  await recordEvents(trx, [noticeEvent("notice.failed", notice, { at, actor, details: { why } })]);
  await orderRefresh(trx, notice.case_id);
  return true;
}

/** Nobody can know whether it arrived: a person decides. */
export async function markInDoubt(
  trx: Kysely<Database>,
  notice: Pick<NoticeRow, "id" | "case_id">,
  { at }: Change,
): Promise<boolean> {
  if (!(await moveNotice(trx, { id: notice.id, from: "transmitting" }, "in_doubt"))) return false;
  await recordEvents(trx, [noticeEvent("notice.in_doubt", notice, { at })]);
  await orderRefresh(trx, notice.case_id);
  return true;
}

/** It is not sent, and for a good reason; the history tells the desk which. */
export async function markCancelled(
  trx: Kysely<Database>,
  notice: Pick<NoticeRow, "id" | "case_id">,
  { from, why, at, actor = null }: Change & { from: NoticeStatus; why: string },
): Promise<boolean> {
  if (!(await moveNotice(trx, { id: notice.id, from }, "cancelled"))) return false;
  await recordEvents(trx, [noticeEvent("notice.cancelled", notice, { at, actor, details: { why } })]);
  await orderRefresh(trx, notice.case_id);
  return true;
}

export function noticeEvent(
  type: NewEvent["type"],
  notice: Pick<NoticeRow, "id" | "case_id">,
  rest: Pick<NewEvent, "at" | "actor" | "details">,
): NewEvent {
  return { type, caseId: notice.case_id, subjectId: notice.id, ...rest };
}
