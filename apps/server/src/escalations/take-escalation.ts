import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { whatChanged } from "./basis-rules.ts";
import { lockEscalation, moveEscalation } from "./move-escalation.ts";
import { readBasisAgain } from "./read-basis.ts";

/**
 * A notice takes up an escalation, in the transaction that queues it.
 * @param take.automatic the machine does.
 * @throws Refusal `escalation.unknown`, `escalation.step_impossible` when it is not proposed any more, or has to be held
 * because what it rested on has changed.
 */
export async function takeEscalation(
  trx: Kysely<Database>,
  {
    escalationId,
    noticeId,
    memberId,
    at,
    automatic = false,
  }: { escalationId: string; noticeId: string; memberId: string; at: Date; automatic?: boolean },
): Promise<void> {
  const row = await lockEscalation(trx, escalationId);
  if (row.status === "proposed" && whatChanged(row.basis, await readBasisAgain(trx, row)) !== null) {
    throw new Refusal("escalation.step_impossible", { from: "held", to: "taken" });
  }
  await moveEscalation(trx, row, {
    to: "taken",
    at,
    actor: memberId,
    details: { automatic },
    set: { taken_notice_id: noticeId, automatic },
  });
}
