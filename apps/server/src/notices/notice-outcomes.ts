import type { AnswerState, NoticeKind, NoticeStatus } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import { type NewEvent, recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { setDeadline } from "../cases/set-deadline.ts";
import { findGround } from "../catalogue/installed-catalogue.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/schema.ts";
import { dueAfter, dueAfterMonths } from "../escalations/deadline-rules.ts";
import { addJobs } from "../jobs/define-job.ts";
import { tellReportersJob } from "../reports/report-jobs.ts";
import { hurryWatch } from "../watches/hurry-watch.ts";
import { answerAfter, assertNoticeTransition, isDecision } from "./notice-transitions.ts";

export type NoticeRow = Selectable<Database["notices"]>;

type Change = { at: Date; actor?: string | null };

/**
 * Moves a notice on, if it still is where its mover believes it to be. Once it has an end, the person concerned is
 * forgotten: whoever sends it again says anew for whom.
 * @returns false when somebody else moved it: nothing was changed then.
 */
export async function moveNotice(
  trx: Kysely<Database>,
  { id, from }: { id: string; from: NoticeStatus },
  to: NoticeStatus,
  set: Partial<
    Pick<NoticeRow, "failure" | "sent_at" | "attempts" | "body" | "due_at" | "reference" | "proof">
  > = {},
): Promise<boolean> {
  assertNoticeTransition(from, to);
  const hasEnded = to === "sent" || to === "failed" || to === "cancelled";
  const { numUpdatedRows } = await trx
    .updateTable("notices")
    .set({ status: to, ...set, ...(hasEnded ? { identity_sealed: null } : {}) })
    .where("id", "=", id)
    .where("status", "=", from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Months that the law gives: GDPR Art. 12(3); for a complaint Art. 78(2), and the same where the DSA names no time. */
const monthsOf: Partial<Record<NoticeKind, number>> = { erasure: 1, delisting: 1, complaint: 3 };

/**
 * When an answer is due to a notice of this kind on these grounds: the time that the law gives, else the shortest delay
 * of the grounds. null: they set none.
 */
export function dueOf(
  { hotline }: Pick<Config, "hotline">,
  { kind, grounds, sentAt }: { kind: NoticeKind; grounds: readonly string[]; sentAt: Date },
): Date | null {
  const { timeZone, country } = hotline;
  const months = monthsOf[kind];
  if (months !== undefined) return dueAfterMonths({ sentAt, months, timeZone, country });
  const rows = grounds.flatMap((slug) => findGround(slug) ?? []);
  if (rows.length === 0) return null;
  return dueAfter({
    sentAt,
    hours: Math.min(...rows.map(({ slaHours }) => slaHours)),
    urgent: rows.some(({ urgency }) => urgency <= "P1"),
    timeZone,
    country,
  });
}

/**
 * The notice is with its recipient: the clock of its grounds starts, and its locations are looked at soon.
 * @param change.reference what the recipient called it, when it did at once.
 * @returns false when it was not in `from` any more.
 */
export async function markSent(
  trx: Kysely<Database>,
  config: Pick<Config, "hotline">,
  notice: Pick<NoticeRow, "id" | "case_id" | "kind" | "grounds">,
  {
    from,
    at,
    actor = null,
    ...kept
  }: Change & { from: NoticeStatus; reference?: string | null; proof?: string | null },
): Promise<boolean> {
  const dueAt = dueOf(config, { kind: notice.kind, grounds: notice.grounds, sentAt: at });
  const set = { sent_at: at, failure: null, due_at: dueAt, ...kept };
  if (!(await moveNotice(trx, { id: notice.id, from }, "sent", set))) return false;
  const contentIds = await includedContents(trx, notice);
  await hurryWatch(trx, { contentIds, at });
  await recordEvents(trx, [
    noticeEvent("notice.sent", notice, { at, actor, details: { contents: contentIds.length } }),
  ]);
  await setDeadline(trx, { caseId: notice.case_id, grounds: notice.grounds, from: at, at, actor, dueAt });
  await tellReportersOf(trx, notice);
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

/**
 * It came back after it had left: a delivery status notification says so, or a person does.
 * @param bounce.response what the far server said, for the desk only.
 * @returns false when it was neither sent nor in doubt, or its recipient has answered and so has it.
 */
export async function bounceNotice(
  trx: Kysely<Database>,
  notice: Pick<NoticeRow, "id" | "case_id">,
  { at, response, actor = null }: Change & { response: string },
): Promise<boolean> {
  const now = await trx
    .selectFrom("notices")
    .select(["status", "answer"])
    .where("id", "=", notice.id)
    .forUpdate()
    .executeTakeFirst();
  if ((now?.status !== "sent" && now?.status !== "in_doubt") || now.answer !== "none") return false;
  await moveNotice(trx, { id: notice.id, from: now.status }, "failed", { failure: response, due_at: null });
  await recordEvents(trx, [noticeEvent("notice.bounced", notice, { at, actor })]);
  await orderRefresh(trx, notice.case_id);
  return true;
}

/**
 * What a recipient has said counts now; the caller records the event, for it knows who said it and how.
 * @returns what stands, which is what stood before when the answer does not lead on.
 */
export async function noteAnswer(
  trx: Kysely<Database>,
  notice: Pick<NoticeRow, "id" | "case_id">,
  { state, at }: { state: AnswerState; at: Date },
): Promise<AnswerState> {
  const row = await trx
    .selectFrom("notices")
    .select(["answer", "acknowledged_at"])
    .where("id", "=", notice.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const answer = answerAfter(row.answer, state);
  if (answer === row.answer) return answer;
  await trx
    .updateTable("notices")
    .set({
      answer,
      acknowledged_at: row.acknowledged_at ?? at,
      ...(isDecision(answer) ? { decided_at: at } : {}),
    })
    .where("id", "=", notice.id)
    .execute();
  if (answer === "acted") await hurryWatch(trx, { contentIds: await includedContents(trx, notice), at });
  await tellReportersOf(trx, notice);
  await orderRefresh(trx, notice.case_id);
  return answer;
}

/**
 * A person said, or corrected, what an answer means: what stands is what all that is confirmed says together, which
 * may be less than before. The caller records the event.
 * @param options.said oldest first, each with when it was confirmed.
 */
export async function restateAnswer(
  trx: Kysely<Database>,
  notice: Pick<NoticeRow, "id" | "case_id">,
  { said, at }: { said: readonly { state: AnswerState; at: Date }[]; at: Date },
): Promise<void> {
  let answer: AnswerState = "none";
  let acknowledgedAt: Date | null = null;
  let decidedAt: Date | null = null;
  for (const one of said) {
    const next = answerAfter(answer, one.state);
    if (next === answer) continue;
    answer = next;
    acknowledgedAt ??= one.at;
    if (isDecision(next)) decidedAt = one.at;
  }
  const row = await trx
    .selectFrom("notices")
    .select("answer")
    .where("id", "=", notice.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable("notices")
    .set({ answer, acknowledged_at: acknowledgedAt, decided_at: decidedAt })
    .where("id", "=", notice.id)
    .execute();
  if (answer === row.answer) return;
  if (answer === "acted") await hurryWatch(trx, { contentIds: await includedContents(trx, notice), at });
  await tellReportersOf(trx, notice);
  await orderRefresh(trx, notice.case_id);
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

/** Its locations but those that were gone before it left. */
async function includedContents(trx: Kysely<Database>, { id }: Pick<NoticeRow, "id">): Promise<string[]> {
  const contents = await trx
    .selectFrom("notice_contents")
    .select("content_id")
    .where("notice_id", "=", id)
    .where("outcome", "is distinct from", "already_removed")
    .execute();
  return contents.map((content) => content.content_id);
}

async function tellReportersOf(
  trx: Kysely<Database>,
  { case_id: caseId }: Pick<NoticeRow, "case_id">,
): Promise<void> {
  await addJobs(trx, [
    { job: tellReportersJob, payload: { caseId }, key: `${tellReportersJob.name}:${caseId}` },
  ]);
}
