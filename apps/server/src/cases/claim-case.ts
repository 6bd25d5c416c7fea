import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { refuseClaimed } from "./begin-decision.ts";
import { claimEnd, holderOf } from "./claim-rules.ts";

/**
 * Says that a member works on a case, or goes on with it: it is theirs for 30 minutes more. Taking it from somebody is an
 * event that names both.
 * @throws Refusal `case.unknown`, `case.claim_impossible`, `case.claimed_elsewhere`
 */
export async function claimCase(
  vigie: Pick<Vigie, "db" | "clock" | "config">,
  { caseId, memberId, takeOver }: { caseId: string; memberId: string; takeOver: boolean },
): Promise<void> {
  const at = vigie.clock.now();
  await inTransaction(vigie.db, async (trx) => {
    const row = await trx
      .selectFrom("cases")
      .select(["status", "unread_count", "claimed_by", "claimed_until"])
      .where("id", "=", caseId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new Refusal("case.unknown");
    if (row.status === "closed" && row.unread_count === 0) throw new Refusal("case.claim_impossible");
    const holder = holderOf(row, at);
    if (holder && holder !== memberId && !takeOver) await refuseClaimed(trx, vigie, row);
    await trx
      .updateTable("cases")
      .set({ claimed_by: memberId, claimed_until: claimEnd(at) })
      .where("id", "=", caseId)
      .execute();
    if (holder === memberId) return;
    await recordEvents(trx, [
      holder
        ? { type: "case.taken_over", at, actor: memberId, caseId, subjectId: holder }
        : { type: "case.claimed", at, actor: memberId, caseId },
    ]);
  });
}
