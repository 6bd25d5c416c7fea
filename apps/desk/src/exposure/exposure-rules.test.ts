import type { BudgetView, ContentView, Handling, OwnExposure } from "@vigie/contract";
import { expect, test } from "vitest";
import {
  blockPart,
  byHour,
  filtersFor,
  lastDays,
  mayAskForMore,
  minutesOf,
  viewable,
} from "./exposure-rules.ts";

const content = (kind: ContentView["kind"], sealed: boolean) => ({ kind, sealed }) as ContentView;

test("media are offered only where the rules of the case allow them, and never of a sealed address", () => {
  const contents = [content("url", false), content("url", true), content("words", false)];
  const offered = (handling: Handling) => viewable({ summary: { handling }, contents });
  expect(offered("unknown")).toEqual([]);
  expect(offered("no_fetch")).toEqual([]);
  expect(offered("normal")).toEqual([contents[0]]);
  expect(offered("restricted")).toEqual([contents[0]]);
});

test("a topic's filters stand instead of the usual ones, and those of several topics together", () => {
  const viewing = {
    usual: ["grey" as const],
    byTopic: { hate: [], threats: ["edges" as const], terrorism: ["edges" as const, "smaller" as const] },
  };
  expect(filtersFor(viewing, [])).toEqual(["grey"]);
  expect(filtersFor(viewing, ["other"])).toEqual(["grey"]);
  expect(filtersFor(viewing, ["hate"])).toEqual([]);
  expect(filtersFor(viewing, ["threats", "terrorism", "other"])).toEqual(["edges", "smaller"]);
});

const budget: BudgetView = {
  state: "within",
  day: { usedSeconds: 60, ofSeconds: 3_600 },
  block: null,
  breakUntil: null,
  hours: { open: true, changesAt: "2026-06-01T16:00:00Z" },
  overrideUntil: null,
  overrideRequestedAt: null,
};

test("a second person is asked only when a budget hinders and nobody was asked yet", () => {
  expect(mayAskForMore(budget)).toBe(false);
  expect(mayAskForMore({ ...budget, state: "near" })).toBe(false);
  expect(mayAskForMore({ ...budget, state: "spent" })).toBe(true);
  expect(mayAskForMore({ ...budget, state: "on_break" })).toBe(true);
  expect(mayAskForMore({ ...budget, state: "spent", overrideUntil: "2026-06-01T09:00:00Z" })).toBe(false);
  expect(mayAskForMore({ ...budget, state: "spent", overrideRequestedAt: "2026-06-01T09:00:00Z" })).toBe(
    false,
  );
});

test("a block is over by its part, never less than nothing nor more than all", () => {
  const block = { beganAt: "2026-06-01T08:00:00Z", endsAt: "2026-06-01T08:40:00Z" };
  expect(blockPart(block, Date.parse("2026-06-01T08:10:00Z"))).toBeCloseTo(0.25);
  expect(blockPart(block, Date.parse("2026-06-01T07:00:00Z"))).toBe(0);
  expect(blockPart(block, Date.parse("2026-06-01T10:00:00Z"))).toBe(1);
});

const ledgerDay = (day: string, seconds: number, hours: OwnExposure["days"][number]["hours"]) => ({
  day,
  reveals: seconds / 5,
  seconds,
  weightedSeconds: seconds,
  severeSeconds: 0,
  hours,
  topics: [],
});

test("the chart of days has every day, also those without a look", () => {
  const days = lastDays([ledgerDay("2026-03-02", 60, []), ledgerDay("2026-02-27", 30, [])]);
  expect(days).toHaveLength(31);
  expect(days.at(-1)).toEqual({ day: "2026-03-02", seconds: 60, severeSeconds: 0 });
  expect(days.at(-2)).toEqual({ day: "2026-03-01", seconds: 0, severeSeconds: 0 });
  expect(days.at(-4)?.seconds).toBe(30);
  expect(lastDays([])).toEqual([]);
});

test("hours are summed over the days", () => {
  const hours = byHour([
    ledgerDay("2026-03-02", 60, [
      { hour: 9, seconds: 40 },
      { hour: 10, seconds: 20 },
    ]),
    ledgerDay("2026-03-01", 5, [{ hour: 9, seconds: 5 }]),
  ]);
  expect([hours.length, hours[9], hours[10], hours[11]]).toEqual([24, 45, 20, 0]);
});

test("seconds become minutes with one decimal", () => {
  expect([0, 5, 60, 95].map(minutesOf)).toEqual([0, 0.1, 1, 1.6]);
});
