import type { TimelineEntry, Verdict } from "@vigie/contract";

/** A line of a location's timeline as it is shown. Checks that saw the same thing in a row are told once. */
export type TimelineLine =
  | Exclude<TimelineEntry, { kind: "checked" }>
  | { kind: "checked"; verdict: Verdict; count: number; since: string; at: string };

/** Folds runs of checks with one verdict: a dense watch would otherwise bury the steps that matter. */
export function foldTimeline(timeline: readonly TimelineEntry[]): TimelineLine[] {
  const lines: TimelineLine[] = [];
  for (const entry of timeline) {
    const last = lines.at(-1);
    if (entry.kind !== "checked") lines.push(entry);
    else if (last?.kind === "checked" && last.verdict === entry.verdict)
      lines.splice(-1, 1, { ...last, count: last.count + 1, at: entry.at });
    else lines.push({ ...entry, count: 1, since: entry.at });
  }
  return lines;
}

/**
 * Where a location stands, in one word: its last step, looking past checks, and past answers that decide nothing, which
 * tell no step by themselves.
 */
export type LocationState = Exclude<TimelineEntry["kind"], "checked" | "watched">;

export function locationState(timeline: readonly TimelineEntry[]): LocationState {
  for (const entry of timeline.toReversed()) {
    const { kind } = entry;
    if (kind === "checked" || kind === "watched") continue;
    if (kind === "service_answered" && entry.answer !== "acted" && entry.answer !== "refused") continue;
    return kind;
  }
  return "received";
}
