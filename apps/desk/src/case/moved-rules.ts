import type { CaseView, EventType, HistoryEntry } from "@vigie/contract";

/** What of a case somebody had in front of them when they began. */
export interface CaseAsRead {
  version: number;
  /** Moment of the newest event then, by the server's clock; empty for a case without any. */
  lastEventAt: string;
}

export function asRead({ summary, history }: CaseView): CaseAsRead {
  const lastEventAt = history.reduce((newest, { at }) => (at > newest ? at : newest), "");
  return { version: summary.version, lastEventAt };
}

/** Events that change nothing of what a decision rests on. */
const quiet: ReadonlySet<EventType> = new Set([
  "case.words_read",
  "case.claimed",
  "case.released",
  "case.taken_over",
  "case.skipped",
  "case.note_written",
]);

/** What happened to a case since it was read, newest first; null when a decision rests on the same as then. */
export function movedSince(view: CaseView, read: CaseAsRead): HistoryEntry[] | null {
  if (view.summary.version === read.version) return null;
  return view.history
    .filter(({ at, type }) => at > read.lastEventAt && !quiet.has(type))
    .sort((left, right) => right.at.localeCompare(left.at));
}
