import { type BudgetHindrance, type BudgetState, revealSeconds } from "@vigie/contract";
import { dayBounds, isOpen, localDay, nextChange, nextOpening, type OpenHours } from "./day-hours-rules.ts";

/** What an installation allows. */
export interface BudgetSettings {
  dayMinutes: number;
  blockMinutes: number;
  breakMinutes: number;
  hours: OpenHours;
}

/**
 * What two clocks say, in ms since 1970: PostgreSQL's, and PostgreSQL's of some earlier moment with the time that this
 * process has counted since. As long as one of them is right, now is between the two.
 */
export interface ClockReading {
  earliest: number;
  latest: number;
}

/** The newest line of a member's ledger. */
export interface LastReveal {
  /** At the earliest it began, at the latest it was over. */
  at: number;
  endedAt: number;
  blockAt: number;
  severe: boolean;
  /** Null once the case has expired. */
  caseId: string | null;
  /** ms that this process has counted since it first saw the line: 0 at first sight. */
  seenForMs: number;
  /** At first sight nobody could say how long ago it was: see `wentBack`. */
  clockWentBack: boolean;
}

/** Now, as far as it is known for a member. It never goes back, and never stands still. */
export interface MemberTime extends ClockReading {
  /** Surely so many ms have passed since the last reveal was over; infinite when there was none. */
  restedMs: number;
}

const grantedMs = revealSeconds * 1_000;
/** A severe second counts so many. */
const severeWeight = 2;
/** From this part of the day or the block on, the end is near. */
const nearPart = 0.8;

/** Clocks read one after the other may differ a little. */
const agreesWithinMs = 2_000;

/**
 * Whether nobody can say how long ago a line was that is seen for the first time: both clocks are behind it, or they differ
 * and whoever wrote it may have believed either.
 */
export function wentBack(reading: ClockReading, last: Pick<LastReveal, "endedAt">): boolean {
  return (
    reading.latest + agreesWithinMs < last.endedAt - grantedMs ||
    reading.latest - reading.earliest > agreesWithinMs
  );
}

/** Puts clocks and ledger together: whatever is sure to have passed since the last line is never given up. */
export function memberTime(reading: ClockReading, last: LastReveal | null): MemberTime {
  if (!last) return { ...reading, restedMs: Number.POSITIVE_INFINITY };
  const earliest = Math.max(reading.earliest, last.at + last.seenForMs);
  const latest = Math.max(reading.latest, last.endedAt - grantedMs + last.seenForMs, earliest);
  const byTheClock = last.clockWentBack ? 0 : earliest - last.endedAt;
  return { earliest, latest, restedMs: Math.max(byTheClock, last.seenForMs - grantedMs, 0) };
}

/** Days, as `localDay` counts them, on one of which a reveal that begins now would lie. */
export function daysOf({ earliest, latest }: ClockReading, { hours }: BudgetSettings): number[] {
  const moments = [earliest, latest, latest + grantedMs - 1];
  return [...new Set(moments.map((moment) => localDay(moment, hours.timeZone)))];
}

/** Seconds that one reveal takes from the day's budget. */
export function weightOf(severe: boolean): number {
  return severe ? revealSeconds * severeWeight : revealSeconds;
}

export interface RevealFacts {
  settings: BudgetSettings;
  time: MemberTime;
  last: LastReveal | null;
  /** Weighted seconds in the ledger of the day it would lie on; of several days, the most. */
  usedSeconds: number;
  severe: boolean;
  caseId: string;
  /** Until when an override lasts; null: none. */
  overrideUntil: number | null;
}

export type RevealDecision =
  | { kind: "granted"; at: number; endedAt: number; blockAt: number; weightedSeconds: number }
  | { kind: "refused"; why: BudgetHindrance; until: number };

/**
 * Whether a reveal may begin now. Each rule is asked of the clock that makes it stricter: a break has passed only when it
 * surely has, a block and a day are over as soon as they may be.
 */
export function decideReveal(facts: RevealFacts): RevealDecision {
  const { settings, time, last, severe } = facts;
  const breakOver = time.restedMs >= settings.breakMinutes * 60_000;
  const blockAt = last && !breakOver ? last.blockAt : time.earliest;
  const granted = {
    kind: "granted" as const,
    at: time.earliest,
    endedAt: time.latest + grantedMs,
    blockAt,
    weightedSeconds: weightOf(severe),
  };
  if (overrideLasts(facts)) return granted;
  const why = hindranceOf(facts, breakOver);
  return why ? { kind: "refused", why, until: askAgainAt(why, facts) } : granted;
}

function hindranceOf(
  { settings, time, last, usedSeconds, severe, caseId }: RevealFacts,
  breakOver: boolean,
): BudgetHindrance | null {
  const moments = [time.earliest, time.latest, time.latest + grantedMs - 1];
  if (!moments.every((moment) => isOpen(moment, settings.hours))) return "stopped";
  if (usedSeconds + weightOf(severe) > settings.dayMinutes * 60) return "day_spent";
  if (!last || breakOver) return null;
  if (blockIsOver(settings, time, last)) return "on_break";
  if (severe && last.severe && last.caseId !== caseId) return "severe_after_severe";
  return null;
}

function blockIsOver(settings: BudgetSettings, time: MemberTime, last: LastReveal): boolean {
  return last.clockWentBack || time.latest + grantedMs - last.blockAt > settings.blockMinutes * 60_000;
}

function askAgainAt(why: BudgetHindrance, { settings, time }: RevealFacts): number {
  switch (why) {
    case "stopped":
      return isOpen(time.latest, settings.hours)
        ? nextOpening(nextChange(time.latest, settings.hours), settings.hours)
        : nextOpening(time.latest, settings.hours);
    case "day_spent":
      return nextOpening(
        dayBounds(localDay(time.latest, settings.hours.timeZone), settings.hours.timeZone).end,
        settings.hours,
      );
    case "on_break":
    case "severe_after_severe":
      return breakEnd(settings, time);
  }
}

function breakEnd(settings: BudgetSettings, time: MemberTime): number {
  return time.latest + Math.max(0, settings.breakMinutes * 60_000 - time.restedMs);
}

function overrideLasts({ overrideUntil, time }: Pick<RevealFacts, "overrideUntil" | "time">): boolean {
  return overrideUntil !== null && time.latest + grantedMs <= overrideUntil;
}

/** How a member's budgets stand now. All moments in ms since 1970. */
export interface BudgetStanding {
  state: BudgetState;
  block: { beganAt: number; endsAt: number } | null;
  breakUntil: number | null;
  hours: { open: boolean; changesAt: number };
}

/** The state of a member's budgets, for whom it may be shown to. */
export function budgetStanding({
  settings,
  time,
  last,
  usedSeconds,
}: Pick<RevealFacts, "settings" | "time" | "last" | "usedSeconds">): BudgetStanding {
  const ofSeconds = settings.dayMinutes * 60;
  const blockMs = settings.blockMinutes * 60_000;
  const running = last && time.restedMs < settings.breakMinutes * 60_000 ? last : null;
  const onBreak = running !== null && blockIsOver(settings, time, running);
  const hours = {
    open: isOpen(time.latest, settings.hours),
    changesAt: nextChange(time.latest, settings.hours),
  };
  const block = running && !onBreak ? { beganAt: running.blockAt, endsAt: running.blockAt + blockMs } : null;
  const near =
    usedSeconds >= ofSeconds * nearPart ||
    (block !== null && time.latest - block.beganAt >= blockMs * nearPart);
  const spent = !hours.open || usedSeconds + revealSeconds > ofSeconds;
  return {
    state: spent ? "spent" : onBreak ? "on_break" : near ? "near" : "within",
    block,
    breakUntil: onBreak ? breakEnd(settings, time) : null,
    hours,
  };
}
