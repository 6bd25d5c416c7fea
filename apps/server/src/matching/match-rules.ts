import type { MatchMethod, MatchStatus } from "@vigie/contract";
import { fromHex, hammingDistance, type VideoMatch } from "@vigie/hashing";

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

/** Frames compared of one report, over all its videos. */
export const mostFramesOfReport = 600;
/** Frames of one video that differ by no more bits say the same. */
const sameFrameDistance = 4;
// A scene holds still, or comes back soon. To ask all that are kept would cost their number for each frame.
const framesAsked = 8;

/**
 * The frames worth comparing: those of little quality and near copies of one of the last kept are left out.
 * @param most frames kept.
 */
export function framesKept<Frame extends { pdq: string; quality: number }>(
  frames: readonly Frame[],
  most: number,
): Frame[] {
  const kept: { frame: Frame; hash: Uint8Array }[] = [];
  for (const frame of frames) {
    if (kept.length >= most) break;
    if (!isComparable(frame.quality)) continue;
    const hash = fromHex(frame.pdq);
    const last = kept.slice(-framesAsked);
    if (!hash || last.some((one) => hammingDistance(one.hash, hash) <= sameFrameDistance)) continue;
    kept.push({ frame, hash });
  }
  return kept.map(({ frame }) => frame);
}

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

export function isSameVideo({
  queryShare,
  candidateShare,
}: Pick<VideoMatch, "queryShare" | "candidateShare">): boolean {
  return Math.max(queryShare, candidateShare) >= leastFrameShare;
}

/** The same file, or a near one that a second hash confirms, is proposed. All else is a reason to look, no more. */
export function statusOf(match: { method: MatchMethod; secondDistance: number | null }): MatchStatus {
  if (match.method === "exact") return "proposed";
  return match.method === "near" && isConfirmed(match.secondDistance) ? "proposed" : "look";
}

/** Cases met within an hour after which an entry is not believed any more. */
export const mostCasesAnHour = 50;
/** Share of all cases with fingerprints that one entry may meet, from so many on. */
export const mostShareMet = 0.01;

/**
 * Whether a bank entry suddenly matches everything: a mistake, or somebody's attack on the queue.
 * @param counts different cases it met in the last hour, and since its bank was last resumed; cases with fingerprints.
 */
export function isExploding({
  lastHour,
  total,
  cases,
}: {
  lastHour: number;
  total: number;
  cases: number;
}): boolean {
  return lastHour > mostCasesAnHour || (total > mostCasesAnHour && total > mostShareMet * cases);
}
