import type { Authority } from "../catalogue/authority-schema.ts";

/** When somebody answers: spans of local time on days of the week, 1 Monday to 7 Sunday. */
export type Schedule = NonNullable<NonNullable<Authority["hours"]>["schedule"]>;

/**
 * Whether somebody answers at this moment, by the clock on their wall. A span whose end is not after its beginning
 * runs past midnight. Public holidays are in no schedule: the text of the hours tells them.
 */
export function isOpen({ timeZone, spans }: Schedule, at: Date): boolean {
  const { day, minutes } = wallClock(timeZone, at);
  const yesterday = day === 1 ? 7 : day - 1;
  return spans.some(({ days, from, to }) => {
    const begin = minutesOf(from);
    const end = minutesOf(to);
    if (begin < end) return days.includes(day) && minutes >= begin && minutes < end;
    return (days.includes(day) && minutes >= begin) || (days.includes(yesterday) && minutes < end);
  });
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function wallClock(timeZone: string, at: Date): { day: number; minutes: number } {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return {
    day: weekdays.indexOf(read("weekday")) + 1,
    minutes: minutesOf(`${read("hour")}:${read("minute")}`),
  };
}
