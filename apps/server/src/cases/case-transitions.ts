import { type CaseStatus, Refusal } from "@vigie/contract";

/** From each status, where a case may go. */
export const caseTransitions = {
  received: ["assessed", "closed"],
  // Back to where it was: an assessment that is undone.
  assessed: ["received", "assessed", "notified", "referred", "removed", "returned", "closed"],
  notified: ["assessed", "notified", "referred", "removed", "closed"],
  referred: ["assessed", "referred", "notified", "removed", "closed"],
  removed: ["received", "returned", "assessed", "closed"],
  returned: ["assessed", "notified", "referred", "removed", "closed"],
  closed: ["received", "assessed", "returned"],
} as const satisfies Record<CaseStatus, readonly CaseStatus[]>;

export function mayBecome(from: CaseStatus, to: CaseStatus): boolean {
  return (caseTransitions[from] as readonly CaseStatus[]).includes(to);
}

/** @throws Refusal `case.step_impossible` */
export function assertCaseTransition(from: CaseStatus, to: CaseStatus): void {
  if (!mayBecome(from, to)) throw new Refusal("case.step_impossible", { from, to });
}
