import type { NoticeView } from "@vigie/contract";
import type { Kysely } from "kysely";
import { findGround } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { noticeGround } from "./draft-notices.ts";
import { formAnswers } from "./form-answers.ts";
import { openIdentity } from "./open-identity.ts";

/**
 * The notices of a case as the desk shows them, oldest first. A sealed address is left empty here.
 * @param keys of the service, when whoever looks may carry a notice: a form in a person's name is filled with that name
 * until it has been handed over.
 */
export async function noticeViews(
  db: Kysely<Database>,
  caseId: string,
  keys: Vigie["keys"] | null = null,
): Promise<NoticeView[]> {
  const notices = await db
    .selectFrom("notices")
    .innerJoin("members", "members.id", "notices.member_id")
    .selectAll("notices")
    .select("members.name as by")
    .where("notices.case_id", "=", caseId)
    .orderBy("notices.created_at")
    .orderBy("notices.id")
    .execute();
  if (notices.length === 0) return [];
  const contents = await db
    .selectFrom("notice_contents")
    .innerJoin("contents", "contents.id", "notice_contents.content_id")
    .select([
      "notice_contents.notice_id",
      "notice_contents.content_id",
      "contents.url",
      "notice_contents.outcome",
    ])
    .where(
      "notice_contents.notice_id",
      "in",
      notices.map(({ id }) => id),
    )
    .orderBy("notice_contents.position")
    .execute();
  return notices.map((notice) => ({
    id: notice.id,
    kind: notice.kind,
    channel: notice.channel,
    channelId: notice.channel_id,
    status: notice.status,
    to: {
      name: notice.to_name,
      email: notice.to_email,
      url: notice.to_url,
      postal: notice.to_postal,
    },
    language: notice.language,
    subject: notice.subject,
    body: notice.body,
    form:
      notice.channel === "web_form"
        ? formAnswers({
            language: notice.language,
            channelId: notice.channel_id,
            body: notice.body,
            grounds: notice.grounds.flatMap((slug) => findGround(slug) ?? []).map(noticeGround),
            explanation: notice.explanation,
            identity: keys !== null && notice.status === "prepared" ? openIdentity({ keys }, notice) : null,
          })
        : [],
    contents: contents
      .filter((content) => content.notice_id === notice.id)
      .map(({ content_id: contentId, url, outcome }) => ({ contentId, url: url ?? "", outcome })),
    createdAt: notice.created_at.toISOString(),
    sentAt: notice.sent_at?.toISOString() ?? null,
    dueAt: notice.due_at?.toISOString() ?? null,
    failure: notice.failure,
    reference: notice.reference,
    proof: notice.proof,
    answer: notice.answer,
    answeredAt: (notice.decided_at ?? notice.acknowledged_at)?.toISOString() ?? null,
    messageId: notice.message_id,
    by: notice.by,
  }));
}
