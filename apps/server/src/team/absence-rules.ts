import { offsetAt } from "../i18n/time-zone-rules.ts";

/**
 * When a day begins in a zone.
 * @param day YYYY-MM-DD. @param timeZone IANA name.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  const near = asUtc - offsetAt(asUtc, timeZone);
  return new Date(asUtc - offsetAt(near, timeZone));
}

/** The day of a moment in a zone, YYYY-MM-DD. */
export function dayOf(moment: Date, timeZone: string): string {
  return new Date(moment.getTime() + offsetAt(moment.getTime(), timeZone)).toISOString().slice(0, 10);
}

/** The day an absent member is back; null for one who is here. */
export function backOn(
  absence: { absent_from: Date | null; absent_until: Date | null },
  { now, timeZone }: { now: Date; timeZone: string },
): string | null {
  const { absent_from: from, absent_until: until } = absence;
  if (from === null || until === null || now < from || now >= until) return null;
  return dayOf(until, timeZone);
}
