import { Refusal } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { changeCaseStatus } from "../cases/change-case-status.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { addJobs } from "../jobs/define-job.ts";
import { rememberRecipient } from "../providers/remember-recipient.ts";
import type { Vigie } from "../vigie.ts";
import { type Draft, draftNotices, type NoticeDraftRequest } from "./draft-notices.ts";
import { orderDelivery } from "./jobs.ts";
import { type NoticeCase, readNoticeCase } from "./notice-case.ts";

// A reminder is meant; the same form posted twice is not.
const minutesBetweenTwins = 10;

/**
 * Queues one notice per recipient. Notices, their jobs, the events, the case's status and the recipients that were
 * typed become true together or not at all; the mail leaves afterwards.
 * @throws Refusal `case.unknown`, `notice.explanation_missing`, `request.conflict` when one of these locations has
 * just been notified to the same address or is about to be, and those of `draftNotices`
 */
export async function queueNotices(
  vigie: Pick<Vigie, "db" | "config" | "clock">,
  { caseId, memberId, ...request }: NoticeDraftRequest & { caseId: string; memberId: string },
): Promise<{ noticeIds: string[] }> {
  if (request.explanation.trim() === "") throw new Refusal("notice.explanation_missing");
  const at = vigie.clock.now();
  return inTransaction(vigie.db, async (trx) => {
    const noticeCase = await readNoticeCase(trx, { caseId, held: "to_change" });
    const { drafts, typed } = await draftNotices(trx, vigie, noticeCase, request);
    await refuseTwins(trx, drafts, at);
    const noticeIds: string[] = [];
    for (const [index, draft] of drafts.entries()) {
      // Ids of one request keep its order.
      const id = newId(at.getTime() + index);
      await storeNotice(trx, vigie, noticeCase, { id, draft, request, memberId, at });
      noticeIds.push(id);
    }
    for (const { host, recipient } of typed) {
      const { name, address, language } = recipient;
      await rememberRecipient(trx, { host, name, email: address, language, memberId, caseId, at });
    }
    await changeCaseStatus(trx, { caseId, to: "notified", at, actor: memberId });
    await addJobs(
      trx,
      noticeIds.map((noticeId) => orderDelivery(noticeId)),
    );
    return { noticeIds };
  });
}

/** The case is held, so nobody queues its twin meanwhile. */
async function refuseTwins(trx: Kysely<Database>, drafts: readonly Draft[], at: Date): Promise<void> {
  const justNow = new Date(at.getTime() - minutesBetweenTwins * 60_000);
  for (const { to, contentIds } of drafts) {
    const twin = await trx
      .selectFrom("notices")
      .innerJoin("notice_contents", "notice_contents.notice_id", "notices.id")
      .select("notices.id")
      .where("notice_contents.content_id", "in", contentIds)
      .where(sql`lower(notices.to_email)`, "=", to.address.toLowerCase())
      .where((where) =>
        where.or([
          where("notices.status", "in", ["queued", "transmitting", "in_doubt"]),
          where.and([where("notices.status", "=", "sent"), where("notices.sent_at", ">", justNow)]),
        ]),
      )
      .limit(1)
      .executeTakeFirst();
    if (twin) throw new Refusal("request.conflict");
  }
}

async function storeNotice(
  trx: Kysely<Database>,
  { config }: Pick<Vigie, "config">,
  noticeCase: NoticeCase,
  {
    id,
    draft,
    request,
    memberId,
    at,
  }: { id: string; draft: Draft; request: NoticeDraftRequest; memberId: string; at: Date },
): Promise<void> {
  const { to, language, subject, body, contentIds, hosts } = draft;
  await trx
    .insertInto("notices")
    .values({
      id,
      case_id: noticeCase.id,
      member_id: memberId,
      status: "queued",
      to_name: to.name,
      to_email: to.address,
      language,
      explanation: request.explanation,
      grounds: [...(noticeCase.assessment?.grounds ?? [])],
      subject,
      body,
      message_id: `${id}@${config.hotline.email.split("@").at(-1)?.toLowerCase() ?? "vigie.invalid"}`,
      failure: null,
      created_at: at,
      sent_at: null,
    })
    .execute();
  await trx
    .insertInto("notice_contents")
    .values(
      contentIds.map((contentId, index) => ({
        notice_id: id,
        content_id: contentId,
        position: index + 1,
        outcome: null,
      })),
    )
    .execute();
  await recordEvents(trx, [
    {
      type: "notice.queued",
      at,
      actor: memberId,
      caseId: noticeCase.id,
      subjectId: id,
      details: { contents: contentIds.length, hosts: hosts.length, language },
    },
  ]);
}
