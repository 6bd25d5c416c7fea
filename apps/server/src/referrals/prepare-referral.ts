import { Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { beginDecision } from "../cases/begin-decision.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import { mayBecome } from "../cases/case-transitions.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { findAuthority } from "./authorities-catalogue.ts";

/**
 * Prepares a referral: which authority, and nothing leaves. A person files it on the authority's own site, with the
 * addresses alone. Asking again for one that is still prepared gives the same one.
 * @throws Refusal those of `beginDecision`, `case.not_assessed`, `case.step_impossible`, `referral.authority_unknown`
 */
export async function prepareReferral(
  vigie: Pick<Vigie, "db" | "clock" | "config">,
  {
    caseId,
    authority,
    memberId,
    seen,
  }: { caseId: string; authority: string; memberId: string; seen?: number | undefined },
): Promise<{ referralId: string }> {
  if (!findAuthority(authority)) throw new Refusal("referral.authority_unknown", { authority });
  const at = vigie.clock.now();
  return inTransaction(vigie.db, async (trx) => {
    const row = await beginDecision(trx, vigie, { caseId, memberId, seen });
    if (row.assessed_at === null) throw new Refusal("case.not_assessed");
    // Known now rather than once a person has filed it.
    if (row.status !== "removed" && !mayBecome(row.status, "referred")) {
      throw new Refusal("case.step_impossible", { from: row.status, to: "referred" });
    }
    const prepared = await trx
      .selectFrom("referrals")
      .select("id")
      .where("case_id", "=", caseId)
      .where("authority", "=", authority)
      .where("status", "=", "prepared")
      .executeTakeFirst();
    if (prepared) return { referralId: prepared.id };
    const id = newId(at.getTime());
    await trx
      .insertInto("referrals")
      .values({
        id,
        case_id: caseId,
        member_id: memberId,
        authority,
        status: "prepared",
        reference: null,
        note: null,
        created_at: at,
        filed_at: null,
        answered_at: null,
      })
      .execute();
    await recordEvents(trx, [
      { type: "referral.prepared", at, actor: memberId, caseId, subjectId: id, details: { authority } },
    ]);
    await orderRefresh(trx, caseId);
    return { referralId: id };
  });
}
