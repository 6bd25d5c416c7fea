import type { AnswerKind, AnswerState, Language, NoticeKind } from "@vigie/contract";
import { tokenHash } from "../vault/secret-token.ts";
import type { Vigie } from "../vigie.ts";

/** What the recipient of a notice is shown of it: it has the rest in its mail. */
export interface AnsweredNotice {
  id: string;
  kind: NoticeKind;
  language: Language;
  /** Number of the case. */
  reference: string;
  sentAt: Date;
  contents: number;
  answer: AnswerState;
  /** Until when the token works. */
  until: Date;
  /** What came by the token, oldest first. */
  said: { at: Date; kind: AnswerKind; ticket: string | null }[];
}

/** The notice of a token; null when there is none, or the token's time is over. */
export async function findNoticeByToken(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  token: string,
): Promise<AnsweredNotice | null> {
  const notice = await db
    .selectFrom("notices")
    .innerJoin("cases", "cases.id", "notices.case_id")
    .select((query) => [
      "notices.id",
      "notices.kind",
      "notices.language",
      "notices.sent_at",
      "notices.created_at",
      "notices.answer",
      "notices.answer_token_expires_at as until",
      "cases.number",
      query
        .selectFrom("notice_contents")
        .select(({ fn }) => fn.countAll<string>().as("count"))
        .whereRef("notice_contents.notice_id", "=", "notices.id")
        .where("notice_contents.outcome", "is distinct from", "already_removed")
        .as("contents"),
    ])
    .where("notices.answer_token_hash", "=", tokenHash(token))
    .where("notices.answer_token_expires_at", ">", clock.now())
    .executeTakeFirst();
  if (!notice?.until) return null;
  const said = await db
    .selectFrom("answers")
    .select(["at", "kind", "ticket"])
    .where("notice_id", "=", notice.id)
    .where("way", "in", ["page", "api"])
    .orderBy("at")
    .orderBy("id")
    .execute();
  return {
    id: notice.id,
    kind: notice.kind,
    language: notice.language,
    reference: notice.number,
    sentAt: notice.sent_at ?? notice.created_at,
    contents: Number(notice.contents),
    answer: notice.answer,
    until: notice.until,
    said,
  };
}
