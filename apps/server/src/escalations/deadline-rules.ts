import { offsetAt } from "../i18n/time-zone-rules.ts";
import { frenchHolidays } from "./french-holidays-rules.ts";

export interface Term {
  sentAt: Date;
  /** As the ground says. */
  hours: number;
  /** True for grounds of urgency P0 and P1: their hours run day and night. */
  urgent: boolean;
  /** IANA name. */
  timeZone: string;
  /** ISO 3166-1 alpha-2. Public holidays are known for France; elsewhere only weekends are no office days. */
  country: string;
}

/**
 * When an answer is due.
 * - Urgent: after so many hours by the clock.
 * - A day to a week: each 24 hours are one office day, counted from the next opening when the notice left on a day off.
 * - Shorter or longer: the hours as they are.
 * - What is not urgent never falls due on a day off: it is moved to the next office day, 10:00.
 * Never sooner than the hours themselves.
 */
export function dueAfter({ sentAt, hours, urgent, timeZone, country }: Term): Date {
  const byTheClock = sentAt.getTime() + hours * hourMs;
  if (urgent) return new Date(byTheClock);
  const office: Office = { timeZone, isOpen: officeDays(country) };
  if (hours < 24 || hours > 168) return inOffice(new Date(byTheClock), office);
  const begun = wallClock(inOffice(sentAt, office), timeZone);
  let { day } = begun;
  for (let left = Math.floor(hours / 24); left > 0; left -= 1) day = nextOpenDay(day, office);
  const due = atWallClock({ ...begun, day }, timeZone).getTime() + (hours % 24) * hourMs;
  // The clocks may have been put forward on the way.
  return inOffice(new Date(Math.max(due, byTheClock)), office);
}

/**
 * A term of whole months, as the law counts them (Regulation 1182/71, Art. 3): the same day of a later month, its last
 * day where it has no such one, and the next office day, 10:00, when that is a day off.
 */
export function dueAfterMonths({
  sentAt,
  months,
  timeZone,
  country,
}: Pick<Term, "sentAt" | "timeZone" | "country"> & { months: number }): Date {
  const { day, ms } = wallClock(sentAt, timeZone);
  const sent = new Date(day);
  const [year, month] = [sent.getUTCFullYear(), sent.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const due = Date.UTC(year, month, Math.min(sent.getUTCDate(), lastDay));
  return inOffice(atWallClock({ day: due, ms }, timeZone), { timeZone, isOpen: officeDays(country) });
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const openingMs = 10 * hourMs;

/** A place on the calendar of a time zone: a day (its midnight in UTC, in ms) and how long that day's clock has run. */
interface WallClock {
  day: number;
  ms: number;
}

interface Office {
  timeZone: string;
  isOpen: (day: number) => boolean;
}

function officeDays(country: string): (day: number) => boolean {
  return (day) => {
    const date = new Date(day);
    const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    if (isWeekend || country !== "FR") return !isWeekend;
    return !frenchHolidays(date.getUTCFullYear()).has(date.toISOString().slice(5, 10));
  };
}

function inOffice(at: Date, office: Office): Date {
  const { day } = wallClock(at, office.timeZone);
  if (office.isOpen(day)) return at;
  return atWallClock({ day: nextOpenDay(day, office), ms: openingMs }, office.timeZone);
}

function nextOpenDay(day: number, { isOpen }: Office): number {
  let next = day + dayMs;
  while (!isOpen(next)) next += dayMs;
  return next;
}

function wallClock(at: Date, timeZone: string): WallClock {
  const shown = at.getTime() + offsetAt(at.getTime(), timeZone);
  const day = Math.floor(shown / dayMs) * dayMs;
  return { day, ms: shown - day };
}

/** The moment at which the clock on the wall shows this. A time that is skipped when clocks go forward comes an hour later. */
function atWallClock({ day, ms }: WallClock, timeZone: string): Date {
  const wanted = day + ms;
  let at = wanted;
  // Twice: the offset there may differ from the one of the first guess.
  for (let turn = 0; turn < 2; turn += 1) {
    at = wanted - offsetAt(at, timeZone);
  }
  return new Date(at);
}
