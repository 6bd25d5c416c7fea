import { createHash } from "node:crypto";
import { type AnswerState, Refusal } from "@vigie/contract";
import { inTransaction } from "../db/retry-transaction.ts";
import { noteAnswer } from "../notices/notice-outcomes.ts";
import { isDecision } from "../notices/notice-transitions.ts";
import type { Vigie } from "../vigie.ts";
import { kindOfState } from "./answer-rules.ts";
import { findNoticeByToken } from "./find-notice-by-token.ts";
import { storeAnswer } from "./store-answer.ts";

export interface TokenAnswer {
  token: string;
  /** Names this answer: the same one posted twice is one. */
  id: string;
  state: Exclude<AnswerState, "none">;
  text: string;
  /** The recipient's own number. */
  reference: string | null;
  way: "page" | "api";
}

const mostAnswers = 10;

/**
 * What a recipient states itself, with the token of its notice, counts at once. A decision uses the token up for
 * decisions; a second acknowledgement adds nothing.
 * @returns `known`: nothing was changed. `state`: what stands.
 * @throws Refusal `answer.token_unknown`, `answer.already_decided`, `answer.too_many`
 */
export async function answerByToken(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { token, id, state, text, reference, way }: TokenAnswer,
): Promise<{ status: "taken" | "known"; state: AnswerState }> {
  const at = clock.now();
  return inTransaction(db, async (trx) => {
    const found = await findNoticeByToken({ db: trx, clock }, token);
    if (!found) throw new Refusal("answer.token_unknown");
    const notice = await trx
      .selectFrom("notices")
      .select(["id", "case_id", "answer"])
      .where("id", "=", found.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const once = createHash("sha256").update(`answer by token ${notice.id} ${id}`).digest();
    const said = await trx
      .selectFrom("answers")
      .select("once")
      .where("notice_id", "=", notice.id)
      .where("way", "in", ["page", "api"])
      .execute();
    const isKnown = said.some((answer) => answer.once.equals(once));
    const adds = state !== "acknowledged" || notice.answer === "none";
    if (isKnown || !adds) return { status: "known", state: notice.answer };
    if (isDecision(state) && isDecision(notice.answer)) throw new Refusal("answer.already_decided");
    if (said.length >= mostAnswers) throw new Refusal("answer.too_many");
    await storeAnswer(trx, notice, {
      at,
      way,
      kind: kindOfState[state],
      sender: null,
      subject: null,
      text,
      ticket: reference,
      proposed: null,
      confirmed: state,
      confirmed_at: at,
      member_id: null,
      cautions: [],
      once,
    });
    return { status: "taken", state: await noteAnswer(trx, notice, { state, at }) };
  });
}
