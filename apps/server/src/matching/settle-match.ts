import { type MatchStatus, Refusal } from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { assertMatchTransition } from "./match-transitions.ts";

/**
 * A person says whether two fingerprints are of the same thing. Both cases show it; nothing else changes by itself.
 * @throws Refusal `match.unknown`, `match.step_impossible`
 */
export async function settleMatch(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  { matchId, outcome, memberId }: { matchId: string; outcome: "confirm" | "refuse"; memberId: string },
): Promise<void> {
  const at = clock.now();
  const to: MatchStatus = outcome === "confirm" ? "confirmed" : "refused";
  await inTransaction(db, async (trx) => {
    const match = await trx
      .selectFrom("matches")
      .select(["status", "case_id", "other_case_id"])
      .where("id", "=", matchId)
      .where("set_aside_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!match) throw new Refusal("match.unknown");
    assertMatchTransition(match.status, to);
    await trx
      .updateTable("matches")
      .set({ status: to, settled_at: at, member_id: memberId })
      .where("id", "=", matchId)
      .execute();
    const cases = [match.case_id, ...(match.other_case_id ? [match.other_case_id] : [])];
    await recordEvents(
      trx,
      cases.map((caseId) => ({
        type: outcome === "confirm" ? ("match.confirmed" as const) : ("match.refused" as const),
        at,
        actor: memberId,
        caseId,
        subjectId: matchId,
      })),
    );
  });
}
