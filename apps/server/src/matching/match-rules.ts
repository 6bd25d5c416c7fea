import type { MatchMethod, MatchStatus } from "@vigie/contract";
import { hammingDistance, type VideoMatch } from "@vigie/hashing";

/** Bits of PDQ, up to and including: what exchanges call confident. Source: facebook/ThreatExchange, pdq. */
export const nearDistance = 31;
/** PDQ hashes of less quality say little and are not compared. Source: facebook/ThreatExchange, pdq. */
export const leastQuality = 50;
/** Bits of the gradient hash, up to and including, that confirm a near match. */
export const gradientDistance = 48;
/** Of either video's frames, found in the other. Source: facebook/ThreatExchange, vpdq (80 %). */
export const leastFrameShare = 0.8;

/** Nearest matches kept of one fingerprint, in other cases and in each bank. */
export const matchesKept = 20;

/** A quality that nobody gave counts as good: lists often leave it out. */
export function isComparable(quality: number | undefined): boolean {
  return quality === undefined || quality >= leastQuality;
}

/** @returns bits in which the second hashes differ; null when one is missing. */
export function secondDistanceOf(one: Uint8Array | null, other: Uint8Array | null): number | null {
  return one && other ? hammingDistance(one, other) : null;
}

/** Whether a second, different hash agrees. */
export function isConfirmed(secondDistance: number | null): boolean {
  return secondDistance !== null && secondDistance <= gradientDistance;
}

export function isSameVideo({ queryShare, candidateShare }: VideoMatch): boolean {
  return Math.max(queryShare, candidateShare) >= leastFrameShare;
}

/** The same file, or a near one that a second hash confirms, is proposed. All else is a reason to look, no more. */
export function statusOf(match: { method: MatchMethod; secondDistance: number | null }): MatchStatus {
  if (match.method === "exact") return "proposed";
  return match.method === "near" && isConfirmed(match.secondDistance) ? "proposed" : "look";
}

/** Matches within an hour after which an entry is not believed any more. */
export const mostMatchesAnHour = 50;
/** Share of all fingerprints that one entry may match, from so many matches on. */
export const mostShareMatched = 0.01;

/**
 * Whether a bank entry suddenly matches everything: a mistake, or somebody's attack on the queue.
 * @param counts its matches of the last hour and of all time, and fingerprints there are.
 */
export function isExploding({
  lastHour,
  total,
  fingerprints,
}: {
  lastHour: number;
  total: number;
  fingerprints: number;
}): boolean {
  return (
    lastHour > mostMatchesAnHour || (total > mostMatchesAnHour && total > mostShareMatched * fingerprints)
  );
}
