import type { Language, WeekView } from "@vigie/contract";

type Outcome = WeekView["outcomes"][number];

export interface WeekDay {
  /** In the time zone of the desk, e.g. 2026-11-22. */
  day: string;
  removed: number;
  answered: number;
  returned: number;
}

const dayMs = 86_400_000;

/** A calendar day of this desk. */
export function localDay(at: number): string {
  const date = new Date(at);
  const part = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

/**
 * What became of things on each of the last seven days, the oldest first; days without anything included.
 * @param now milliseconds since 1970.
 */
export function weekDays(outcomes: readonly Outcome[], now: number): WeekDay[] {
  const noon = new Date(now).setHours(12, 0, 0, 0);
  const days = Array.from({ length: 7 }, (_, index): WeekDay => {
    // From noon, so that an hour of summer time never skips a day.
    return { day: localDay(noon - (6 - index) * dayMs), removed: 0, answered: 0, returned: 0 };
  });
  for (const outcome of outcomes) {
    const day = days.find((candidate) => candidate.day === localDay(Date.parse(outcome.at)));
    if (day === undefined) continue;
    if (outcome.kind === "removed") day.removed += outcome.contents;
    else if (outcome.kind === "returned") day.returned += outcome.contents;
    else day.answered += 1;
  }
  return days;
}

/** A day as its name: "Monday". */
export function dayName(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(
    new Date(`${day}T12:00:00Z`),
  );
}
