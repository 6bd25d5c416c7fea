import type { MatchView } from "@vigie/contract";

/** Matches that wait for a person, those a second hash confirms first. */
export function openMatches(matches: readonly MatchView[]): MatchView[] {
  const isOpen = ({ status }: MatchView) => status === "proposed" || status === "look";
  return matches.filter(isOpen).sort((left, right) => rank(left) - rank(right));
}

function rank({ status }: MatchView): number {
  return status === "proposed" ? 0 : 1;
}

export type Nearness = "same" | "very_close" | "close";

/** How near two PDQ hashes are, in words. At most 31 bits of 256 are compared as alike; a few differ after any recompression. */
export function nearnessOf(distance: number): Nearness {
  if (distance <= 4) return "same";
  return distance <= 16 ? "very_close" : "close";
}
