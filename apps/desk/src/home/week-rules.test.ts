import type { WeekView } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dayName, weekDays } from "./week-rules.ts";

const now = Date.parse("2026-11-22T12:00:00.000Z");
const removed = (at: number, contents: number): WeekView["outcomes"][number] => ({
  kind: "removed",
  at: new Date(at).toISOString(),
  caseId: "0f8fad5b-d9cb-469f-a165-70867728950e",
  number: "2026-000001",
  title: null,
  contents,
  hours: 3,
});

test("seven days, the oldest first, and days without anything stay", () => {
  const days = weekDays([removed(now, 2), removed(now - 86_400_000, 1), removed(now, 1)], now);
  expect(days.map(({ removed: count }) => count)).toEqual([0, 0, 0, 0, 0, 1, 3]);
  expect(new Set(days.map(({ day }) => day)).size).toBe(7);
});

test("whatever happened in the week is counted once, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -12, max: 0 })), (ages) => {
      const outcomes = ages.map((age) => removed(now + age * 86_400_000, 1));
      const counted = weekDays(outcomes, now).reduce((sum, day) => sum + day.removed, 0);
      expect(counted).toBe(ages.filter((age) => age > -7).length);
    }),
  );
});

test("a day has its name", () => {
  expect(dayName("2026-11-22", "fr")).toBe("dimanche");
  expect(dayName("2026-11-22", "en")).toBe("Sunday");
});
