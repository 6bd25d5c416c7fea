import { type ReferralStatus, Refusal } from "@vigie/contract";

/** From each status, where a referral may go. An answer may come without a receipt before it. */
export const referralTransitions = {
  prepared: ["filed"],
  filed: ["acknowledged", "acted", "refused"],
  acknowledged: ["acted", "refused"],
  acted: [],
  refused: [],
} as const satisfies Record<ReferralStatus, readonly ReferralStatus[]>;

export function mayReferralBecome(from: ReferralStatus, to: ReferralStatus): boolean {
  return (referralTransitions[from] as readonly ReferralStatus[]).includes(to);
}

/** @throws Refusal `referral.step_impossible` */
export function assertReferralTransition(from: ReferralStatus, to: ReferralStatus): void {
  if (!mayReferralBecome(from, to)) throw new Refusal("referral.step_impossible", { from, to });
}
