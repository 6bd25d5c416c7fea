import type { QuarantineView, Topic } from "@vigie/contract";
import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";

const mostShown = 200;
const leftOutWithinMs = 7 * 86_400_000;

/**
 * Messages that wait for a person, newest first, and how the mailbox is.
 * @param topics that whoever asks may see; null: all. What seems to be about another case is left out.
 */
export async function quarantineView(
  { db, config, clock }: Pick<Vigie, "db" | "config" | "clock">,
  { topics }: { topics: readonly Topic[] | null } = { topics: null },
): Promise<QuarantineView> {
  const [state, leftOut, messages] = await Promise.all([
    db.selectFrom("mailbox_state").select(["read_at", "problem"]).executeTakeFirst(),
    db
      .selectFrom("mailbox_messages")
      .select(({ fn }) => fn.countAll<string>().as("count"))
      .where("outcome", "=", "ignored")
      .where("why", "=", "too_many")
      .where("at", ">", new Date(clock.now().getTime() - leftOutWithinMs))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom("mailbox_messages")
      .select(["id", "at", "why", "sender", "subject", "text", "bytes", "notice_id"])
      .where("outcome", "=", "quarantined")
      .where(
        sql<boolean>`(${topics}::text[] is null or not exists (select from notices n join cases c on c.id = n.case_id
          where n.id = mailbox_messages.notice_id and not c.topics <@ ${topics}::text[]))`,
      )
      .orderBy("at", "desc")
      .orderBy("id", "desc")
      .limit(mostShown)
      .execute(),
  ]);
  return {
    mailbox: {
      read: config.answers.imapUrl !== undefined,
      readAt: state?.read_at?.toISOString() ?? null,
      problem: state?.problem ?? null,
      leftOut: Number(leftOut.count),
    },
    messages: messages.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      why: row.why ?? "",
      sender: row.sender,
      subject: row.subject,
      text: row.text ?? "",
      bytes: row.bytes,
      noticeId: row.notice_id,
    })),
  };
}
