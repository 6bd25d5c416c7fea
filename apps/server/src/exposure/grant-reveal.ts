import { revealSeconds, type Severity, type Topic } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { decideReveal, type RevealDecision } from "./budget-rules.ts";
import { type MemberBudget, readMemberBudget } from "./member-budget.ts";

/** Numbers of locks are handed out in the code: each use has one. */
export const memberLocks = 7_210_509;

/**
 * Decides about one reveal and writes it into the ledger, in one transaction, one member at a time over all processes. What
 * was granted counts, whatever becomes of it.
 * @param request.allowed asked in the same transaction; what it throws is thrown, and nothing is written.
 */
export async function grantReveal(
  vigie: Pick<Vigie, "db" | "config" | "exposure">,
  request: {
    memberId: string;
    caseId: string;
    severity: Severity;
    topic: Topic;
    allowed?: (trx: Kysely<Database>) => Promise<void>;
  },
): Promise<{ decision: RevealDecision; budget: MemberBudget }> {
  const { memberId, caseId, severity, topic } = request;
  const outcome = await inTransaction(vigie.db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${memberLocks}, hashtext(${memberId}))`.execute(trx);
    await request.allowed?.(trx);
    const budget = await readMemberBudget(vigie, trx, memberId);
    const decision = decideReveal({ ...budget, severe: severity === "severe", caseId });
    if (decision.kind === "refused") return { decision, budget };
    const { id } = await trx
      .insertInto("exposure_ledger")
      .values({
        member_id: memberId,
        at: new Date(decision.at),
        ended_at: new Date(decision.endedAt),
        block_at: new Date(decision.blockAt),
        granted_seconds: revealSeconds,
        weighted_seconds: decision.weightedSeconds,
        severity,
        topic,
        case_id: caseId,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { decision, budget, id };
  });
  const { decision, budget } = outcome;
  if (decision.kind === "refused" || !("id" in outcome)) return { decision, budget };
  const { id } = outcome;
  vigie.exposure.clock.wrote(memberId, { id, countedMs: budget.countedMs });
  const last = {
    at: decision.at,
    endedAt: decision.endedAt,
    blockAt: decision.blockAt,
    severe: severity === "severe",
    caseId,
    seenForMs: 0,
    clockWentBack: false,
  };
  const usedSeconds = budget.usedSeconds + decision.weightedSeconds;
  return { decision, budget: { ...budget, last, usedSeconds, time: { ...budget.time, restedMs: 0 } } };
}
