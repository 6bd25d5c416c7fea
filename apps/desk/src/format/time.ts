import type { Language } from "@vigie/contract";
import type { Texts } from "../texts/texts-type.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

type SpanUnit = "minute" | "hour" | "day" | "week";

/** The two digits a person needs: minutes under two hours, hours under two days, days, then weeks. */
export function spanOf(milliseconds: number): { value: number; unit: SpanUnit } {
  const length = Math.abs(milliseconds);
  if (length < 2 * hourMs) return { value: Math.floor(length / minuteMs), unit: "minute" };
  if (length < 2 * dayMs) return { value: Math.floor(length / hourMs), unit: "hour" };
  if (length < 21 * dayMs) return { value: Math.floor(length / dayMs), unit: "day" };
  return { value: Math.floor(length / (7 * dayMs)), unit: "week" };
}

/** "in 3 hours", "2 days late". */
export function dueInWords(dueAt: string | null, now: number, language: Language, due: Texts["due"]): string {
  if (dueAt === null) return due.none;
  const rest = Date.parse(dueAt) - now;
  const { value, unit } = spanOf(rest);
  if (value === 0) return due.now;
  const span = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
  return rest >= 0 ? due.in(span) : due.late(span);
}

/** "3 hours ago", "in 20 minutes". */
export function relativeTime(at: string, now: number, language: Language): string {
  const distance = Date.parse(at) - now;
  const { value, unit } = spanOf(distance);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(
    distance < 0 ? -value : value,
    unit,
  );
}

const locales = { fr: "fr-FR", en: "en-GB" } as const satisfies Record<Language, string>;

/** Day and time in the desk's own time zone, to the minute. */
export function dayAndTime(at: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(at),
  );
}

/** "Monday 2 November 2026", from a calendar day. */
export function longDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: "full", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** The time of day in a zone, to the minute. */
export function clockTime(at: string, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(locales[language], { timeStyle: "short", timeZone }).format(new Date(at));
}

/** "at 14:35"; on another day than now "on Monday at 08:00". In the desk's own time zone. */
export function soonAt(at: string, now: number, language: Language): string {
  const moment = new Date(at);
  const said = (format: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], format).format(moment);
  const [on, to] = language === "fr" ? ["", "à"] : ["on ", "at"];
  const time = `${to}\u00a0${said({ timeStyle: "short" })}`;
  return moment.toDateString() === new Date(now).toDateString()
    ? time
    : `${on}${said({ weekday: "long" })} ${time}`;
}

/** A calendar day such as `2026-11-02`, without a time zone to shift it. */
export function shortDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
}

/** Value of a `datetime-local` field for an instant, in the desk's time zone. */
export function toLocalField(instant: Date): string {
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * minuteMs);
  return local.toISOString().slice(0, 16);
}

/** The instant a `datetime-local` field means, or null when it is empty or unreadable. */
export function fromLocalField(value: string): string | null {
  const instant = new Date(value);
  return value === "" || Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** A day with its year, from an instant or a calendar day; null when it is neither. */
export function fullDay(day: string, language: Language): string | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day);
  const date = new Date(isDay ? `${day}T00:00:00Z` : day);
  if (Number.isNaN(date.getTime())) return null;
  return new Intl.DateTimeFormat(locales[language], {
    dateStyle: "medium",
    ...(isDay ? { timeZone: "UTC" } : {}),
  }).format(date);
}

/** A length of time as a person says it: minutes under an hour, hours under two days, then days. */
export function hoursInWords(hours: number, language: Language): string {
  const [value, unit] =
    hours < 1 ? [hours * 60, "minute"] : hours < 48 ? [hours, "hour"] : [hours / 24, "day"];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}
