import { randomUUID } from "node:crypto";
import type { Language, NoticeKind } from "@vigie/contract";
import type { TestDesk } from "../notices/test-desk.ts";
import { newToken, tokenHash } from "../vault/secret-token.ts";
import type { Vigie } from "../vigie.ts";

interface SentNotice {
  noticeId: string;
  /** What its recipient holds. */
  token: string;
}

/** A notice about some contents of a case, that has left. */
export async function storeSentNotice(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  {
    caseId,
    memberId,
    contentIds,
    kind = "service",
    language = "fr",
  }: {
    caseId: string;
    memberId: string;
    contentIds: readonly string[];
    kind?: NoticeKind;
    language?: Language;
  },
): Promise<SentNotice> {
  const noticeId = randomUUID();
  const token = newToken();
  const at = clock.now();
  await db
    .insertInto("notices")
    .values({
      id: noticeId,
      case_id: caseId,
      member_id: memberId,
      kind,
      status: "sent",
      to_name: "Hôte",
      to_email: "abuse@hote.example",
      language,
      explanation: "vu",
      grounds: ["ncii"],
      subject: "Notification",
      body: "Madame, Monsieur",
      message_id: `${noticeId}@ligne.example`,
      failure: null,
      answer_token_hash: tokenHash(token),
      answer_token_expires_at: new Date(at.getTime() + 180 * 86_400_000),
      created_at: at,
      sent_at: at,
    })
    .execute();
  await db
    .insertInto("notice_contents")
    .values(
      contentIds.map((contentId, position) => ({
        notice_id: noticeId,
        content_id: contentId,
        position,
        outcome: "included" as const,
      })),
    )
    .execute();
  return { noticeId, token };
}

/** The same about three contents of a new case. */
export async function sentNotice(
  desk: TestDesk,
  more: { kind?: NoticeKind; language?: Language } = {},
): Promise<SentNotice & { caseId: string; number: string }> {
  const places = Array.from({ length: 3 }, () => `https://hote.example/${randomUUID()}`);
  const { caseId, contentIds } = await desk.openCase({ places });
  const { memberId } = desk;
  const notice = await storeSentNotice(desk.vigie, { caseId, contentIds, memberId, ...more });
  const { number } = await desk.vigie.db
    .selectFrom("cases")
    .select("number")
    .where("id", "=", caseId)
    .executeTakeFirstOrThrow();
  return { ...notice, caseId, number };
}
