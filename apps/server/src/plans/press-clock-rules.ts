import type { Ground } from "../catalogue/ground-schema.ts";
import type { PressClock } from "./plan-types.ts";

/**
 * The clocks of press offences. They run from the first publication (law of 29 July 1881, Art. 65 and 65-3), by the
 * calendar: three months from 30 November end on the last day of February.
 * @param publishedOn YYYY-MM-DD; null when not known: then the clock is shown without an end.
 */
export function pressClocks(grounds: readonly Ground[], publishedOn: string | null): readonly PressClock[] {
  return grounds.flatMap((ground) => {
    if (ground.pressLimitation === null) return [];
    const until = publishedOn === null ? null : addMonths(publishedOn, ground.pressLimitation.months);
    return [{ ground, from: publishedOn, until }];
  });
}

/**
 * The same day some months later, or the last day of that month where it has no such day.
 * @param day YYYY-MM-DD.
 */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const target = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(date, last));
  return target.toISOString().slice(0, 10);
}
