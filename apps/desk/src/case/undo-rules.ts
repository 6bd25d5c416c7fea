import type { AssessmentView, CaseView, Language } from "@vigie/contract";
import { newestFirst } from "./newest-first.ts";

/**
 * The assessment that this member may still take back: their own, the newest, in its time, and nothing followed from it.
 * @param now milliseconds since 1970.
 */
export function undoableAssessment(
  { summary, assessments, notices, referrals }: CaseView,
  { name, now }: { name: string; now: number },
): AssessmentView | null {
  const [newest] = newestFirst(assessments, ({ at }) => at);
  if (newest === undefined || newest.by !== name || newest.undoableUntil === null) return null;
  if (Date.parse(newest.undoableUntil) <= now || summary.status !== "assessed") return null;
  const followed =
    notices.some(({ createdAt, status }) => createdAt >= newest.at && status !== "cancelled") ||
    referrals.some(({ createdAt }) => createdAt >= newest.at);
  return followed ? null : newest;
}

/** What is left of a time, in words: whole minutes, and seconds in the last two of them. */
export function leftInWords(until: string, now: number, language: Language): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const [value, unit] = seconds <= 120 ? [seconds, "second"] : [Math.floor(seconds / 60), "minute"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}
