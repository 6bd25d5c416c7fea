import type { CaseStatus, ErrorCode, Handling, Manifestness, MinorAnswer } from "@vigie/contract";

export interface NoticeCaseFacts {
  status: CaseStatus;
  handling: Handling;
  privateReported: boolean;
  minorReportedAt: Date | null;
  /** The latest assessment. */
  assessment: { at: Date; grounds: readonly string[]; manifest: Manifestness; minor: MinorAnswer } | null;
}

/**
 * Why no notice may leave for this case now; null when one may. Asked when notices are queued, and again in the
 * transaction that lets the last byte go.
 */
export function noticeHindrance(facts: NoticeCaseFacts): ErrorCode | null {
  const { status, handling, privateReported, assessment } = facts;
  if (handling === "no_fetch" || assessment?.minor === "yes") return "notice.needs_referral";
  if (assessment === null || assessment.grounds.length === 0 || assessment.manifest === "not_illegal") {
    return "case.not_assessed";
  }
  if (minorIsPossible(facts, assessment)) return "notice.not_ready";
  // Handling stays unknown where a link was sent to one person only: nobody fetches it, and its host may be told.
  if (handling === "unknown" && !privateReported) return "notice.not_ready";
  return status === "closed" || status === "received" ? "case.not_assessed" : null;
}

function minorIsPossible(
  { minorReportedAt }: NoticeCaseFacts,
  { at, minor }: { at: Date; minor: MinorAnswer },
): boolean {
  if (minor === "unsure") return true;
  return minorReportedAt !== null && minorReportedAt > at;
}
