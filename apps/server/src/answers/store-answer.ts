import type { Kysely, Selectable } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/schema.ts";

type Row = Selectable<Database["answers"]>;
type NewAnswer = Omit<Row, "id" | "notice_id" | "case_id" | "attachments" | "authentication"> &
  Partial<Pick<Row, "attachments" | "authentication">>;

/**
 * Stores what a recipient said, in the caller's transaction, with its events. Whether it counts is another step
 * (`noteAnswer`).
 * @returns its id; null when the same answer is there already: nothing was changed then.
 */
export async function storeAnswer(
  trx: Kysely<Database>,
  notice: { id: string; case_id: string },
  { attachments = [], authentication = null, ...answer }: NewAnswer,
): Promise<string | null> {
  const id = newId(answer.at.getTime());
  const stored = await trx
    .insertInto("answers")
    .values({
      id,
      notice_id: notice.id,
      case_id: notice.case_id,
      ...answer,
      authentication: authentication && JSON.stringify(authentication),
      attachments: JSON.stringify(attachments),
    })
    .onConflict((conflict) => conflict.column("once").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!stored) return null;
  const { way, kind, proposed, confirmed } = answer;
  const about = {
    at: answer.at,
    actor: answer.member_id,
    caseId: notice.case_id,
    subjectId: notice.id,
  };
  await recordEvents(trx, [
    { ...about, type: "answer.received", details: { way, kind, proposed } },
    // Nobody has to read what whoever said it meant.
    ...(confirmed === null
      ? []
      : [{ ...about, type: "answer.confirmed" as const, details: { as: confirmed, proposed, kind } }]),
  ]);
  await orderRefresh(trx, notice.case_id);
  return id;
}
