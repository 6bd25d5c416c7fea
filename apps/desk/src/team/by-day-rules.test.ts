import { expect, test } from "vitest";
import { byDay } from "./by-day-rules.ts";

test("what happened stands under the day of the hotline, not of the browser", () => {
  const events = ["2026-03-28T23:30:00Z", "2026-03-28T22:30:00Z", "2026-03-28T10:00:00Z"].map((at) => ({
    at,
  }));
  expect(byDay(events, "Europe/Paris").map(({ day, events: found }) => [day, found.length])).toEqual([
    ["2026-03-29", 1],
    ["2026-03-28", 2],
  ]);
  expect(byDay(events, "UTC")).toEqual([{ day: "2026-03-28", events }]);
  expect(byDay([], "UTC")).toEqual([]);
});
