import { type MatchStatus, Refusal } from "@vigie/contract";

/** From each status, where a match may go. Only a person moves one. */
export const matchTransitions = {
  proposed: ["confirmed", "refused"],
  look: ["confirmed", "refused"],
  confirmed: [],
  refused: [],
} as const satisfies Record<MatchStatus, readonly MatchStatus[]>;

/** @throws Refusal `match.step_impossible` */
export function assertMatchTransition(from: MatchStatus, to: MatchStatus): void {
  if (!(matchTransitions[from] as readonly MatchStatus[]).includes(to)) {
    throw new Refusal("match.step_impossible", { from, to });
  }
}
