import { offsetAt } from "../i18n/time-zone-rules.ts";

/** From `resume` to `stop`, in ms since midnight by the clock on the wall. `stop` may be the earlier one: a night shift. */
export interface OpenHours {
  resume: number;
  stop: number;
  /** IANA name. */
  timeZone: string;
}

const dayMs = 86_400_000;

/** @param text "HH:MM". @returns ms since midnight. */
export function hourOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return (hours * 60 + minutes) * 60_000;
}

/** Which day the calendar on the wall shows, in days since 1970. */
export function localDay(moment: number, timeZone: string): number {
  return Math.floor((moment + offsetAt(moment, timeZone)) / dayMs);
}

/** When a day begins and ends: 23, 24 or 25 hours apart. */
export function dayBounds(day: number, timeZone: string): { start: number; end: number } {
  return { start: momentOf(day, 0, timeZone), end: momentOf(day + 1, 0, timeZone) };
}

/** Whether media are shown at this moment: from `resume` on, and no longer at `stop`. */
export function isOpen(moment: number, { resume, stop, timeZone }: OpenHours): boolean {
  const shown = moment + offsetAt(moment, timeZone);
  const hour = shown - Math.floor(shown / dayMs) * dayMs;
  return resume < stop ? hour >= resume && hour < stop : hour >= resume || hour < stop;
}

/** When the hours open or close next. */
export function nextChange(moment: number, hours: OpenHours): number {
  const today = localDay(moment, hours.timeZone);
  const coming = [0, 1, 2].flatMap((ahead) =>
    [hours.resume, hours.stop].map((hour) => momentOf(today + ahead, hour, hours.timeZone)),
  );
  return Math.min(...coming.filter((at) => at > moment && isOpen(at, hours) !== isOpen(moment, hours)));
}

/** When media are shown again, on a day after this one or later today. */
export function nextOpening(moment: number, hours: OpenHours): number {
  return isOpen(moment, hours) ? moment : nextChange(moment, hours);
}

/** When the clock on the wall shows this hour of that day; an hour that is skipped comes an hour later. */
function momentOf(day: number, hour: number, timeZone: string): number {
  const wanted = day * dayMs + hour;
  let at = wanted;
  // Twice: the offset there may differ from the one of the first guess.
  for (let turn = 0; turn < 2; turn += 1) at = wanted - offsetAt(at, timeZone);
  return at;
}
