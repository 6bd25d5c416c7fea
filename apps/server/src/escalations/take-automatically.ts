import { Refusal } from "@vigie/contract";
import { queueNotices } from "../notices/queue-notices.ts";
import type { Vigie } from "../vigie.ts";
import { isNoticeRung, noticeKindOf } from "./ladder-rules.ts";
import { pendingContents } from "./stuck-notices-queries.ts";

/**
 * Takes an escalation in the name of whoever sent the first notice, with the words of that notice. What is refused stays
 * proposed: a person sees it. Running it again changes nothing, for what is taken is not proposed any more.
 */
export async function takeAutomatically(
  vigie: Pick<Vigie, "db" | "clock" | "config" | "keys" | "log">,
  { escalationId }: { escalationId: string },
): Promise<void> {
  if (vigie.config.escalate !== "automatic") return;
  const row = await vigie.db
    .selectFrom("escalations")
    .innerJoin("notices", "notices.id", "escalations.notice_id")
    .select([
      "escalations.case_id",
      "escalations.notice_id",
      "escalations.rung",
      "escalations.recipient",
      "escalations.content_ids",
      "notices.kind",
      "notices.channel_id",
      "notices.language",
      "notices.explanation",
      "notices.member_id",
    ])
    .where("escalations.id", "=", escalationId)
    .where("escalations.status", "=", "proposed")
    .where("escalations.automatic", "=", true)
    .executeTakeFirst();
  if (!row?.recipient || !isNoticeRung(row.rung)) return;
  const { rung, recipient } = row;
  const pending = new Set(await pendingContents(vigie.db, row.notice_id));
  const contentIds = row.content_ids.filter((id) => pending.has(id));
  if (contentIds.length === 0) return;
  try {
    await queueNotices(vigie, {
      caseId: row.case_id,
      memberId: row.member_id,
      contentIds,
      recipients: [
        {
          host: "*",
          kind: noticeKindOf(rung, row.kind),
          channelId: rung === "remind" ? row.channel_id : null,
          name: recipient.name,
          email: recipient.email,
          language: row.language,
        },
      ],
      explanation: row.explanation,
      escalationId,
      automatic: true,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    vigie.log.warn({ escalationId, code: error.code }, "an escalation was left to a person");
  }
}
