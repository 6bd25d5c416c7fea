import type { QuarantineView } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";

const mostShown = 200;
const leftOutWithinMs = 7 * 86_400_000;

/** Messages that wait for a person, newest first, and how the mailbox is. */
export async function quarantineView({
  db,
  config,
  clock,
}: Pick<Vigie, "db" | "config" | "clock">): Promise<QuarantineView> {
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
