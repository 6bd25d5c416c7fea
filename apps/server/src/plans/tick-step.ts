import { Refusal, type StepKind } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { chooseRoute } from "./choose-route-rules.ts";
import { planCatalogue, readCasePlan } from "./plan-of-case.ts";
import type { PlanOwner } from "./set-situation.ts";

/**
 * Marks a step of a case's plan as done, which starts its clock, or takes that back. Twice is once.
 * @throws Refusal `case.unknown`, `plan.step_unknown`
 */
export async function tickCaseStep(
  vigie: Vigie,
  { caseId, stepId, done, memberId }: { caseId: string; stepId: string; done: boolean; memberId: string },
): Promise<void> {
  const { request } = await readCasePlan(vigie, caseId);
  const step = chooseRoute(request, planCatalogue()).steps.find(({ id }) => id === stepId);
  if (!step && !request.done.has(stepId)) throw new Refusal("plan.step_unknown");
  const at = vigie.clock.now();
  await inTransaction(vigie.db, async (trx) => {
    const changed = await storeTick(trx, { owner: { case_id: caseId }, stepId, done, at, memberId });
    if (!changed) return;
    const type = done ? "plan.step_done" : "plan.step_undone";
    const details = { step: step?.kind ?? kindOfId(stepId) };
    await recordEvents(trx, [{ type, at, actor: memberId, caseId, details }]);
  });
}

/** @returns whether it was otherwise before. */
export async function storeTick(
  trx: Kysely<Database>,
  tick: { owner: PlanOwner; stepId: string; done: boolean; at: Date; memberId: string | null },
): Promise<boolean> {
  const { owner, stepId, done, at, memberId } = tick;
  if (!done) {
    const base = trx.deleteFrom("plan_steps").where("step", "=", stepId);
    const gone = await ("case_id" in owner
      ? base.where("case_id", "=", owner.case_id)
      : base.where("report_id", "=", owner.report_id)
    ).executeTakeFirst();
    return gone.numDeletedRows > 0n;
  }
  const stored = await trx
    .insertInto("plan_steps")
    .values({ id: newId(), ...owner, step: stepId, done_at: at, member_id: memberId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (stored.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The kind is the part before the colon: events carry no slug of a place. */
export function kindOfId(stepId: string): StepKind | string {
  return stepId.split(":", 1)[0] ?? "";
}
