import { type AnswerState, Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import { restateAnswer } from "../notices/notice-outcomes.ts";
import type { Vigie } from "../vigie.ts";

/**
 * A person says what an answer means for its notice, or corrects it; `none`: nothing. Saying the same again changes
 * nothing.
 * @throws Refusal `answer.unknown`
 */
export async function confirmAnswer(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { answerId, as, memberId }: { answerId: string; as: AnswerState; memberId: string },
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    const answer = await trx
      .selectFrom("answers")
      .select(["notice_id", "case_id", "confirmed", "proposed", "kind"])
      .where("id", "=", answerId)
      .forUpdate()
      .executeTakeFirst();
    if (!answer) throw new Refusal("answer.unknown");
    if (answer.confirmed === as) return;
    await trx
      .updateTable("answers")
      .set({ confirmed: as, confirmed_at: at, member_id: memberId })
      .where("id", "=", answerId)
      .execute();
    await recordEvents(trx, [
      {
        type: "answer.confirmed",
        at,
        actor: memberId,
        caseId: answer.case_id,
        subjectId: answer.notice_id,
        details: { as, proposed: answer.proposed, kind: answer.kind },
      },
    ]);
    // Two confirmations at once read each other's.
    await trx.selectFrom("notices").select("id").where("id", "=", answer.notice_id).forUpdate().execute();
    const said = await trx
      .selectFrom("answers")
      .select(["confirmed", "confirmed_at"])
      .where("notice_id", "=", answer.notice_id)
      .where("confirmed", "is not", null)
      .orderBy("at")
      .orderBy("id")
      .execute();
    await restateAnswer(
      trx,
      { id: answer.notice_id, case_id: answer.case_id },
      {
        at,
        said: said.map(({ confirmed, confirmed_at }) => ({
          state: confirmed ?? "none",
          at: confirmed_at ?? at,
        })),
      },
    );
    await orderRefresh(trx, answer.case_id);
  });
}
