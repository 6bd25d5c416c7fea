import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";

/** Gives a case back. A case that somebody else has, or nobody, stays as it is. @throws Refusal `case.unknown` */
export async function releaseCase(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { caseId, memberId }: { caseId: string; memberId: string },
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    const known = await trx.selectFrom("cases").select("id").where("id", "=", caseId).executeTakeFirst();
    if (!known) throw new Refusal("case.unknown");
    const released = await trx
      .updateTable("cases")
      .set({ claimed_by: null, claimed_until: null })
      .where("id", "=", caseId)
      .where("claimed_by", "=", memberId)
      .returning("id")
      .executeTakeFirst();
    if (released) await recordEvents(trx, [{ type: "case.released", at, actor: memberId, caseId }]);
  });
}
