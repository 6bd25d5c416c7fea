import type { ErrorCode, EvidenceTime } from "@vigie/contract";
import { offsetAt } from "../i18n/time-zone-rules.ts";

/** A moment as a form gives it; each part may be empty. */
export interface TypedTime {
  /** `2026-11-21`. */
  day: string;
  /** `21:05`; seconds are cut off. */
  time: string;
  /** IANA name. */
  timeZone: string;
}

/** Nothing that is reported here happened before the web was there. */
const earliestDay = "1990-01-01";

/**
 * Reads when something happened. Everything may be left empty: "about then" is no date.
 * @returns the first thing that is wrong, or the time; null where none was given.
 */
export function readTime(
  typed: TypedTime,
  now: Date,
): { kind: "read"; when: EvidenceTime | null } | { kind: "wrong"; code: ErrorCode; field: keyof TypedTime } {
  const day = typed.day.trim();
  const time = typed.time.trim().replace(/^(\d\d:\d\d):\d\d(\.\d+)?$/, "$1");
  const timeZone = typed.timeZone.trim();
  if (day === "") {
    return time === ""
      ? { kind: "read", when: null }
      : { kind: "wrong", code: "evidence.time_wrong", field: "time" };
  }
  if (!isDay(day)) return { kind: "wrong", code: "evidence.day_wrong", field: "day" };
  if (time !== "" && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    return { kind: "wrong", code: "evidence.time_wrong", field: "time" };
  }
  if (!isTimeZone(timeZone)) {
    return { kind: "wrong", code: "evidence.time_zone_unknown", field: "timeZone" };
  }
  const when = { day, time: time === "" ? null : time, timeZone };
  if (instantOf(when) > now) return { kind: "wrong", code: "evidence.in_future", field: "day" };
  return { kind: "read", when };
}

/**
 * The moment that a time of day names in its zone; a day alone counts from its first minute. Of two that a turned clock
 * gives it is the earlier; one that it skips counts as if the clock had not been turned.
 */
export function instantOf({ day, time, timeZone }: EvidenceTime): Date {
  const asUtc = Date.parse(`${day}T${time ?? "00:00"}:00Z`);
  const before = asUtc - offsetAt(asUtc - dayMilliseconds, timeZone);
  const after = asUtc - offsetAt(asUtc + dayMilliseconds, timeZone);
  const fitting = [before, after].filter((moment) => moment + offsetAt(moment, timeZone) === asUtc);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : before);
}

const dayMilliseconds = 24 * 3_600_000;

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < earliestDay) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

/** Whether a name is one of the time zones that this server knows. */
export function isTimeZone(name: string): boolean {
  // Offsets such as "+02:00" are taken by some engines and name no place.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,60}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
