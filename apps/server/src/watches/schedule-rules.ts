import type { WatchStatus } from "@vigie/contract";
import { removalConfirmationMs } from "./watch-transitions.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The urgency of a ground in the catalogue, most urgent first. */
export type Urgency = "P0" | "P1" | "P2" | "P3" | "P4";

export type ScheduleInput = {
  status: WatchStatus;
  urgency: Urgency;
  startedAt: Date;
  /** A notice or a return makes the schedule dense again. */
  lastNoticeAt: Date | null;
  returnedAt: Date | null;
  lastCheckAt: Date | null;
  /** The newest of the watch's removal sights; null unless the status is `removal_seen`. */
  removalSeenAt: Date | null;
  /** When the removal was proven; null unless the status is `removed`. */
  removedAt: Date | null;
  deadlineAt: Date | null;
  now: Date;
  /** A number from 0 (included) to 1 (excluded). */
  random: () => number;
};

/** Up to an age, look this often. */
type Pace = readonly { untilAgeMs: number; everyMs: number }[];

const livePace: Pace = [
  { untilAgeMs: 6 * hourMs, everyMs: 30 * minuteMs },
  { untilAgeMs: 48 * hourMs, everyMs: hourMs },
  { untilAgeMs: 14 * dayMs, everyMs: 6 * hourMs },
  { untilAgeMs: 90 * dayMs, everyMs: dayMs },
  { untilAgeMs: Number.POSITIVE_INFINITY, everyMs: 7 * dayMs },
];

const urgentPace: Pace = [{ untilAgeMs: 6 * hourMs, everyMs: 15 * minuteMs }, ...livePace];

/** For its return. */
const removedPace: Pace = [
  { untilAgeMs: 14 * dayMs, everyMs: dayMs },
  { untilAgeMs: 90 * dayMs, everyMs: 7 * dayMs },
  { untilAgeMs: Number.POSITIVE_INFINITY, everyMs: 30 * dayMs },
];

/** Never sooner than this from now, so that a late or failing watch does not hammer a host. */
export const soonestCheckMs = 30_000;
/** Never later than this from now: the slowest pace with its jitter. */
export const latestCheckMs = 33 * dayMs;

/**
 * When to look next. Dense at first, after a notice and after a return, then thinning; just over 30 minutes after a
 * first removal sight; just after a deadline. Times are spread by a tenth either way, so that watches opened together do
 * not stay together.
 * @returns null when nothing is to be looked at: the watch is stopped.
 */
export function nextCheckAt(input: ScheduleInput): Date | null {
  if (input.status === "stopped") return null;
  const now = input.now.getTime();
  const wanted = Math.min(paced(input), justAfterDeadline(input));
  return new Date(
    Math.min(Math.max(wanted, now + soonestCheckMs * (1 + input.random())), now + latestCheckMs),
  );
}

function paced(input: ScheduleInput): number {
  const { status, urgency, lastCheckAt, removalSeenAt, removedAt, now, random } = input;
  if (status === "waiting" || lastCheckAt === null) return now.getTime();
  const spread = 0.9 + 0.2 * random();
  const last = lastCheckAt.getTime();

  if (status === "removed") {
    const age = now.getTime() - (removedAt ?? lastCheckAt).getTime();
    return last + everyMs(removedPace, age) * spread;
  }
  const age = now.getTime() - newest(input.startedAt, input.lastNoticeAt, input.returnedAt);
  const usual = last + everyMs(urgency === "P0" || urgency === "P1" ? urgentPace : livePace, age) * spread;
  if (status === "removal_seen" && removalSeenAt) {
    const confirming = removalSeenAt.getTime() + removalConfirmationMs + minuteMs * (1 + 4 * random());
    // The confirming check met a doubt: ask again within the hour.
    return last < removalSeenAt.getTime() + removalConfirmationMs
      ? confirming
      : Math.min(usual, last + hourMs * spread);
  }
  return usual;
}

/** What a deadline decides must not wait for the next slow round. */
function justAfterDeadline({ status, deadlineAt, lastCheckAt, random }: ScheduleInput): number {
  if (!deadlineAt || status === "removed") return Number.POSITIVE_INFINITY;
  if (lastCheckAt && lastCheckAt.getTime() >= deadlineAt.getTime()) return Number.POSITIVE_INFINITY;
  return deadlineAt.getTime() + minuteMs * (1 + 2 * random());
}

function everyMs(pace: Pace, ageMs: number): number {
  return pace.find(({ untilAgeMs }) => ageMs < untilAgeMs)?.everyMs ?? dayMs;
}

function newest(...times: (Date | null)[]): number {
  return Math.max(...times.map((time) => time?.getTime() ?? Number.NEGATIVE_INFINITY));
}
