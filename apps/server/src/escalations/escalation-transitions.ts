import { type EscalationStatus, Refusal } from "@vigie/contract";

/**
 * From each status, where an escalation may go. `held` goes back to `proposed` when somebody looked at what changed, or
 * when the recipient that was missing is known. `superseded` comes back when what had ended it is undone.
 */
export const escalationTransitions = {
  proposed: ["held", "taken", "dismissed", "superseded"],
  held: ["proposed", "dismissed", "superseded"],
  taken: [],
  dismissed: [],
  superseded: ["proposed", "held"],
} as const satisfies Record<EscalationStatus, readonly EscalationStatus[]>;

export function mayEscalationBecome(from: EscalationStatus, to: EscalationStatus): boolean {
  return (escalationTransitions[from] as readonly EscalationStatus[]).includes(to);
}

/** @throws Refusal `escalation.step_impossible` */
export function assertEscalationTransition(from: EscalationStatus, to: EscalationStatus): void {
  if (!mayEscalationBecome(from, to)) throw new Refusal("escalation.step_impossible", { from, to });
}
