import fc from "fast-check";
import { expect, test } from "vitest";
import { groundNamed } from "../../../../test/plan-request.ts";
import { allGrounds } from "../catalogue/installed-catalogue.ts";
import { addMonths, pressClocks } from "./press-clock-rules.ts";

test.each([
  ["2026-01-15", 3, "2026-04-15"],
  ["2026-11-30", 3, "2027-02-28"],
  ["2027-11-30", 3, "2028-02-29"],
  ["2027-11-29", 3, "2028-02-29"],
  ["2026-11-29", 3, "2027-02-28"],
  ["2026-11-28", 3, "2027-02-28"],
  ["2026-08-31", 3, "2026-11-30"],
  ["2026-12-31", 3, "2027-03-31"],
  ["2026-10-01", 3, "2027-01-01"],
  ["2028-02-29", 12, "2029-02-28"],
  ["2027-02-28", 12, "2028-02-28"],
  ["2024-02-29", 48, "2028-02-29"],
  ["2096-02-29", 48, "2100-02-28"],
  ["1999-11-30", 3, "2000-02-29"],
  ["2026-01-31", 1, "2026-02-28"],
  ["2028-01-31", 1, "2028-02-29"],
  ["2026-03-31", 1, "2026-04-30"],
  ["2026-12-31", 12, "2027-12-31"],
])("%s and %i months is %s", (day, months, until) => {
  expect(addMonths(day, months)).toBe(until);
});

test("months later is in the month that many months later, on the same day or on its last one", () => {
  const anyDay = fc
    .date({
      min: new Date("1970-01-01T00:00:00Z"),
      max: new Date("2199-12-31T00:00:00Z"),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 240 }), (day, months) => {
      const until = addMonths(day, months);
      const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
      const [untilYear = 0, untilMonth = 0, untilDate = 0] = until.split("-").map(Number);
      expect(untilYear * 12 + untilMonth).toBe(year * 12 + month + months);
      const next = new Date(`${until}T00:00:00Z`);
      next.setUTCDate(next.getUTCDate() + 1);
      expect(untilDate === date || (untilDate < date && next.getUTCDate() === 1)).toBe(true);
    }),
  );
});

test("the clock of a press offence runs from the first publication, and says from when until when", () => {
  expect(pressClocks([groundNamed("defamation")], "2026-11-30")).toMatchObject([
    { ground: { slug: "defamation" }, from: "2026-11-30", until: "2027-02-28" },
  ]);
  expect(pressClocks([groundNamed("hate-incitement")], "2028-02-29")).toMatchObject([
    { from: "2028-02-29", until: "2029-02-28" },
  ]);
});

test("a clock whose beginning is not known has no end, and is shown all the same", () => {
  expect(pressClocks([groundNamed("simple-insult")], null)).toMatchObject([{ from: null, until: null }]);
});

test("each press offence has its own clock, and what lapses after years has none", () => {
  const slugs = ["defamation", "ncii", "discriminatory-insult", "fraud"];
  expect(
    pressClocks(slugs.map(groundNamed), "2026-01-31").map(({ ground, until }) => [ground.slug, until]),
  ).toEqual([
    ["defamation", "2026-04-30"],
    ["discriminatory-insult", "2027-01-31"],
  ]);
  const withClock = pressClocks(allGrounds(), "2026-06-15");
  expect(new Set(withClock.map(({ until }) => until))).toEqual(new Set(["2026-09-15", "2027-06-15"]));
});
