import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { stopWatches } from "../watches/start-watches.ts";
import { beginDecision } from "./begin-decision.ts";
import { changeCaseStatus } from "./change-case-status.ts";

export type ClosingReason = "not_illegal" | "out_of_scope" | "duplicate" | "done" | "test" | "withdrawn";

interface Closing {
  caseId: string;
  reason: ClosingReason;
  memberId: string | null;
}

/**
 * Closes a case. A case that was removed keeps its watch for the return; the others are no longer looked at.
 * Closing twice is the same as once.
 * @throws Refusal those of `beginDecision`, `case.step_impossible`
 */
export async function closeCase(
  vigie: Pick<Vigie, "db" | "clock" | "config">,
  { seen, ...closing }: Closing & { seen?: number | undefined },
): Promise<void> {
  const at = vigie.clock.now();
  await inTransaction(vigie.db, async (trx) => {
    await beginDecision(trx, vigie, { ...closing, seen });
    await closeCaseWithin(trx, { ...closing, at });
  });
}

/** The same in the caller's transaction, by the machine or after `beginDecision`. */
export async function closeCaseWithin(
  trx: Kysely<Database>,
  { caseId, reason, memberId, at }: Closing & { at: Date },
): Promise<void> {
  const before = await trx
    .selectFrom("cases")
    .select("status")
    .where("id", "=", caseId)
    .forUpdate()
    .executeTakeFirst();
  if (before?.status === "closed") return;
  const { numDeletedRows: declined } = await trx
    .deleteFrom("proposed_assessments")
    .where("case_id", "=", caseId)
    .executeTakeFirst();
  if (declined > 0n) {
    await recordEvents(trx, [{ type: "case.assessment_declined", at, actor: memberId, caseId }]);
  }
  await changeCaseStatus(trx, { caseId, to: "closed", at, actor: memberId });
  await trx
    .updateTable("cases")
    .set({
      closed_reason: reason,
      closed_at: at,
      overdue: false,
      due_at: null,
      claimed_by: null,
      claimed_until: null,
    })
    .where("id", "=", caseId)
    .execute();
  await recordEvents(trx, [{ type: "case.closed", at, actor: memberId, caseId, details: { reason } }]);
  if (before?.status !== "removed") await stopWatches(trx, { caseId });
}
