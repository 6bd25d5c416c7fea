import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { Vigie } from "../vigie.ts";
import { whatChanged } from "./basis-rules.ts";
import { mayBeAutomatic } from "./ladder-rules.ts";
import { type EscalationRow, lockEscalation, moveEscalation } from "./move-escalation.ts";
import { readBasisAgain } from "./read-basis.ts";
import { rungAgain } from "./rung-again.ts";
import { hasEnded } from "./stuck-notices-queries.ts";

/**
 * Holds an escalation that a notice is about to take, before that notice is written: once it is, its contents wait for
 * nothing any more.
 * @param take.automatic the machine takes it, and may still do so as things are now.
 * @throws Refusal `escalation.unknown`, `escalation.step_impossible` when it is not proposed any more, has lost its
 * reason, or has to be held because what it rested on has changed.
 */
export async function holdForTaking(
  trx: Kysely<Database>,
  vigie: Pick<Vigie, "clock" | "config">,
  { escalationId, automatic }: { escalationId: string; automatic: boolean },
): Promise<EscalationRow> {
  const row = await lockEscalation(trx, escalationId);
  if (row.status !== "proposed") return refuse(row.status);
  if (whatChanged(row.basis, await readBasisAgain(trx, row)) !== null) return refuse("held");
  if (await hasEnded(trx, escalationId)) return refuse("superseded");
  if (automatic) {
    const again = await rungAgain(trx, vigie, row);
    if (again === null || !mayBeAutomatic(again.next, again.ladder)) return refuse("proposed");
  }
  return row;
}

function refuse(from: EscalationRow["status"]): never {
  throw new Refusal("escalation.step_impossible", { from, to: "taken" });
}

/**
 * A notice takes up an escalation that `holdForTaking` holds, in the transaction that queues it.
 * @param take.memberId whose notice it is; what the machine does itself is no act of theirs.
 */
export async function takeEscalation(
  trx: Kysely<Database>,
  row: EscalationRow,
  { noticeId, memberId, at, automatic }: { noticeId: string; memberId: string; at: Date; automatic: boolean },
): Promise<void> {
  await moveEscalation(trx, row, {
    to: "taken",
    at,
    actor: automatic ? null : memberId,
    details: { automatic },
    set: { taken_notice_id: noticeId, automatic, member_id: memberId },
  });
}
