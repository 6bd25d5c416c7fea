import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { MailMarks } from "../mail/read-message.ts";
import { bounceNotice } from "../notices/notice-outcomes.ts";
import type { Vigie } from "../vigie.ts";
import { failureOf } from "./answer-rules.ts";
import { classifyAnswer } from "./classify-answer-rules.ts";
import { storeAnswer } from "./store-answer.ts";

/** Of a message that named no notice of ours nothing more was kept. */
const noMarks: MailMarks = {
  ...{ autoSubmitted: null, autoReply: false, precedence: null },
  ...{ emptyReturnPath: false, list: false, report: null },
};

/**
 * A person puts a message of the quarantine with a notice, where it stands as an answer that somebody still has to
 * confirm, read like any other; a report of a failed delivery makes the notice fail, which the person has vouched for.
 * Or they discard it. Either way its words leave the quarantine.
 * @param options.noticeId the notice it seems to be about unless told.
 * @throws Refusal `mailbox.message_unknown`, `notice.unknown`
 */
export async function settleQuarantined(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  {
    messageId,
    outcome,
    noticeId,
    memberId,
  }: { messageId: string; outcome: "attach" | "discard"; noticeId?: string | undefined; memberId: string },
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    const message = await trx
      .selectFrom("mailbox_messages")
      .selectAll()
      .where("id", "=", messageId)
      .where("outcome", "=", "quarantined")
      .forUpdate()
      .executeTakeFirst();
    if (!message) throw new Refusal("mailbox.message_unknown");
    const about = noticeId ?? message.notice_id;
    const notice =
      about === null
        ? undefined
        : await trx
            .selectFrom("notices")
            .select(["id", "case_id", "subject", "body", "to_email"])
            .where("id", "=", about)
            .forUpdate()
            .executeTakeFirst();
    if (outcome === "attach") {
      if (!notice) throw new Refusal("notice.unknown");
      const { sender, once } = message;
      const subject = message.subject ?? "";
      const text = message.text ?? "";
      const marks = message.marks ?? noMarks;
      await storeAnswer(trx, notice, {
        at: message.at,
        way: "mail",
        ...classifyAnswer({ ...marks, sender, subject, text }, `${notice.subject}\n${notice.body}`),
        sender,
        subject,
        text,
        confirmed: null,
        confirmed_at: null,
        member_id: memberId,
        cautions: [],
        once,
      });
      const response = failureOf(marks, notice.to_email);
      if (response !== null) await bounceNotice(trx, notice, { at, response, actor: memberId });
    } else {
      await recordEvents(trx, [
        {
          type: "answer.quarantined",
          at,
          actor: memberId,
          caseId: notice?.case_id ?? null,
          subjectId: notice?.id ?? null,
          details: { why: message.why, settled: "discarded" },
        },
      ]);
    }
    await trx
      .updateTable("mailbox_messages")
      .set({
        outcome: outcome === "attach" ? "answer" : "discarded",
        notice_id: notice?.id ?? null,
        sender: null,
        subject: null,
        text: null,
        marks: null,
      })
      .where("id", "=", messageId)
      .execute();
  });
}
