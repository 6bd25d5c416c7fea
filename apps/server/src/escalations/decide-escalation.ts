import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { setDeadline } from "../cases/set-deadline.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { isNoticeRung } from "./ladder-rules.ts";
import { type EscalationRow, lockEscalation, moveEscalation } from "./move-escalation.ts";
import { rungAgain } from "./rung-again.ts";
import { authorityTermHours, hasEnded } from "./stuck-notices-queries.ts";

interface Decision {
  escalationId: string;
  outcome: "take" | "dismiss" | "release";
  memberId: string;
}

/**
 * What a person decides about an open escalation.
 * - `take`: they make the referral, the complaint or the call themselves. What a notice takes is taken by sending it.
 * - `dismiss`: not this one; the next rung is proposed.
 * - `release`: what changed was looked at, and it is proposed again with today's recipient.
 * @throws Refusal `escalation.unknown`, `escalation.step_impossible`, also for a release while the recipient is not known
 * or the plan does not propose this contact any more.
 */
export async function decideEscalation(
  vigie: Pick<Vigie, "db" | "clock" | "config">,
  { escalationId, outcome, memberId: actor }: Decision,
): Promise<void> {
  const at = vigie.clock.now();
  await inTransaction(vigie.db, async (trx) => {
    const row = await lockEscalation(trx, escalationId);
    if (outcome === "dismiss") await moveEscalation(trx, row, { to: "dismissed", at, actor });
    else if (outcome === "take") await takeByPerson(trx, row, { at, actor });
    else await release(trx, vigie, row, { at, actor });
  });
}

/** Whoever was told has a week: the clock of the case starts again. */
async function takeByPerson(
  trx: Kysely<Database>,
  row: EscalationRow,
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  if (isNoticeRung(row.rung))
    throw new Refusal("escalation.step_impossible", { from: row.status, to: "taken" });
  if (await hasEnded(trx, row.id))
    throw new Refusal("escalation.step_impossible", { from: "superseded", to: "taken" });
  await moveEscalation(trx, row, {
    to: "taken",
    at,
    actor,
    details: { automatic: false },
    set: { automatic: false },
  });
  const dueAt = new Date(at.getTime() + authorityTermHours * 3_600_000);
  await setDeadline(trx, { caseId: row.case_id, grounds: [], from: at, at, actor, dueAt });
}

async function release(
  trx: Kysely<Database>,
  vigie: Pick<Vigie, "clock" | "config">,
  row: EscalationRow,
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const again = row.status === "held" ? await rungAgain(trx, vigie, row) : null;
  if (!again?.next.to) throw new Refusal("escalation.step_impossible", { from: row.status, to: "proposed" });
  await moveEscalation(trx, row, { to: "proposed", at, actor, details: { released: true }, again });
}
