import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { orderRefresh } from "./case-jobs.ts";

/** Adds an internal note; the search finds it. @throws Refusal `case.unknown` */
export async function writeNote(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { caseId, text, memberId }: { caseId: string; text: string; memberId: string },
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    const known = await trx.selectFrom("cases").select("id").where("id", "=", caseId).executeTakeFirst();
    if (!known) throw new Refusal("case.unknown");
    const id = newId();
    await trx.insertInto("notes").values({ id, case_id: caseId, member_id: memberId, at, text }).execute();
    await recordEvents(trx, [{ type: "case.note_written", at, actor: memberId, caseId, subjectId: id }]);
    await orderRefresh(trx, caseId);
  });
}
