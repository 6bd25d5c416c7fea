import type { EscalationStatus, EventType } from "@vigie/contract";
import { Refusal } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import type { EventDetails } from "../audit/event-types.ts";
import { recordEvents } from "../audit/record-event.ts";
import { orderRefresh } from "../cases/case-jobs.ts";
import type { Database } from "../db/schema.ts";
import type { Basis } from "./basis-rules.ts";
import { assertEscalationTransition } from "./escalation-transitions.ts";
import type { NextRung } from "./ladder-rules.ts";

export type EscalationRow = Selectable<Database["escalations"]>;

/**
 * The row, held until the transaction ends. Its case is held first, as by everybody who changes both.
 * @throws Refusal `escalation.unknown`
 */
export async function lockEscalation(trx: Kysely<Database>, escalationId: string): Promise<EscalationRow> {
  await trx
    .selectFrom("cases")
    .select("id")
    .where("id", "=", (eb) =>
      eb.selectFrom("escalations").select("case_id").where("escalations.id", "=", escalationId),
    )
    .forUpdate()
    .execute();
  const row = await trx
    .selectFrom("escalations")
    .selectAll()
    .where("id", "=", escalationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal("escalation.unknown");
  return row;
}

interface Move {
  to: EscalationStatus;
  at: Date;
  /** null: the machine. */
  actor: string | null;
  details?: EventDetails;
  set?: {
    held_why?: EscalationRow["held_why"];
    taken_notice_id?: string;
    automatic?: boolean;
    /** In whose name the machine took it. */
    member_id?: string;
  };
  /** With what it is proposed anew. */
  again?: { next: NextRung; basis: Basis };
}

const eventOf = {
  proposed: "escalation.proposed",
  held: "escalation.held",
  taken: "escalation.taken",
  dismissed: "escalation.dismissed",
  superseded: "escalation.dismissed",
} as const satisfies Record<EscalationStatus, EventType>;

/**
 * Moves a held row along its table, with its event, and has the case recomputed.
 * @throws Refusal `escalation.step_impossible`
 */
export async function moveEscalation(
  trx: Kysely<Database>,
  row: Pick<EscalationRow, "id" | "case_id" | "rung" | "status">,
  { to, at, actor, details = {}, set = {}, again }: Move,
): Promise<void> {
  assertEscalationTransition(row.status, to);
  const isOpen = to === "proposed" || to === "held";
  await trx
    .updateTable("escalations")
    .set({
      status: to,
      held_why: null,
      settled_at: isOpen ? null : at,
      member_id: isOpen ? null : actor,
      ...(again && {
        recipient: again.next.to && JSON.stringify(again.next.to),
        authority: again.next.authority,
        content_ids: again.next.contentIds,
        basis: JSON.stringify(again.basis),
      }),
      ...set,
    })
    .where("id", "=", row.id)
    .execute();
  await recordEvents(trx, [
    {
      type: eventOf[to],
      at,
      actor,
      caseId: row.case_id,
      subjectId: row.id,
      details: { rung: row.rung, ...details },
    },
  ]);
  await orderRefresh(trx, row.case_id);
}
