import { createHash } from "node:crypto";
import { type AnswerState, Refusal } from "@vigie/contract";
import { inTransaction } from "../db/retry-transaction.ts";
import { noteAnswer } from "../notices/notice-outcomes.ts";
import type { Vigie } from "../vigie.ts";
import { kindOfState } from "./answer-rules.ts";
import { storeAnswer } from "./store-answer.ts";

/**
 * Somebody of the team writes down what a recipient said by another way: a call, a letter, the recipient's own site.
 * The same form posted twice on a day is one answer.
 * @throws Refusal `notice.unknown`
 */
export async function writeAnswer(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  {
    noticeId,
    as,
    text,
    ticket,
    memberId,
  }: {
    noticeId: string;
    as: Exclude<AnswerState, "none">;
    text: string;
    ticket?: string | undefined;
    memberId: string;
  },
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    const notice = await trx
      .selectFrom("notices")
      .select(["id", "case_id"])
      .where("id", "=", noticeId)
      .forUpdate()
      .executeTakeFirst();
    if (!notice) throw new Refusal("notice.unknown");
    const said = JSON.stringify([noticeId, as, text, ticket, memberId, at.toISOString().slice(0, 10)]);
    const answerId = await storeAnswer(trx, notice, {
      at,
      way: "team",
      kind: kindOfState[as],
      sender: null,
      subject: null,
      text,
      ticket: ticket ?? null,
      proposed: null,
      confirmed: as,
      confirmed_at: at,
      member_id: memberId,
      cautions: [],
      once: createHash("sha256").update(said).digest(),
    });
    if (answerId !== null) await noteAnswer(trx, notice, { state: as, at });
  });
}
