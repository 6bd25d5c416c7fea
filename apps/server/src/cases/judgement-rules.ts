import type { CaseStatus, Manifestness } from "@vigie/contract";

/** Minutes within which whoever made an assessment may take it back. */
export const undoMinutes = 15;

/**
 * For which of an assessment's grounds the hotline asks for two people.
 * @param twoPeople slugs of grounds, or `all`; empty: a hotline may be one person.
 */
export function groundsOfTwo(
  { grounds, manifest }: { grounds: readonly string[]; manifest: Manifestness },
  twoPeople: readonly string[],
): string[] {
  if (manifest === "not_illegal") return [];
  return grounds.filter((ground) => twoPeople.includes("all") || twoPeople.includes(ground));
}

/** From where an assessment may be taken back to: a removal or a closing has effects of its own. */
const undoable: ReadonlySet<CaseStatus> = new Set([
  "received",
  "assessed",
  "notified",
  "referred",
  "returned",
]);

interface Undoable {
  at: Date;
  status_before: CaseStatus | null;
  second_member_id: string | null;
}

/**
 * Until when an assessment may be taken back by its author, as long as nothing follows from it; null: not at all, because
 * two people made it, or what it changed cannot be given back.
 */
export function undoableUntil({
  at,
  status_before: before,
  second_member_id: second,
}: Undoable): string | null {
  if (second !== null || before === null || !undoable.has(before)) return null;
  return new Date(at.getTime() + undoMinutes * 60_000).toISOString();
}

/**
 * Whether an assessment may be taken back now.
 * @param followed a notice or a referral was made since, or the case moved on.
 */
export function mayUndo(
  assessment: Undoable,
  { now, own, followed }: { now: Date; own: boolean; followed: boolean },
): boolean {
  const until = undoableUntil(assessment);
  return own && !followed && until !== null && now.getTime() <= Date.parse(until);
}
