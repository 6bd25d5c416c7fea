import fc from "fast-check";
import { expect, test } from "vitest";
import { dueAfter, dueAfterMonths, type Term } from "./deadline-rules.ts";
import { frenchHolidays } from "./french-holidays-rules.ts";

const paris = { timeZone: "Europe/Paris", country: "FR", urgent: false };
const due = (sentAt: string, hours: number, over: Partial<Term> = {}) =>
  dueAfter({ ...paris, sentAt: new Date(sentAt), hours, ...over }).toISOString();

test.each([
  [
    "an urgent ground runs through the night and the weekend",
    "2026-03-06T22:00:00Z",
    24,
    true,
    "2026-03-07T22:00:00.000Z",
  ],
  [
    "a day from Friday is Monday at the same hour",
    "2026-03-06T14:00:00Z",
    24,
    false,
    "2026-03-09T14:00:00.000Z",
  ],
  ["a day from Tuesday is Wednesday", "2026-03-03T14:00:00Z", 24, false, "2026-03-04T14:00:00.000Z"],
  [
    "what left on Saturday counts from Monday, 10:00",
    "2026-03-07T14:00:00Z",
    24,
    false,
    "2026-03-10T09:00:00.000Z",
  ],
  ["three days across a weekend", "2026-03-05T08:00:00Z", 72, false, "2026-03-10T08:00:00.000Z"],
  [
    "eight hours that end on a Saturday wait for Monday, 10:00",
    "2026-03-06T20:00:00Z",
    8,
    false,
    "2026-03-09T09:00:00.000Z",
  ],
  ["eight hours within a day stay", "2026-03-04T08:00:00Z", 8, false, "2026-03-04T16:00:00.000Z"],
  ["Bastille Day is no office day", "2026-07-13T09:00:00Z", 24, false, "2026-07-15T09:00:00.000Z"],
  ["nor is Easter Monday", "2026-04-03T09:00:00Z", 24, false, "2026-04-07T09:00:00.000Z"],
  [
    "the same hour on the wall after clocks went forward",
    "2026-03-27T14:00:00Z",
    24,
    false,
    "2026-03-30T13:00:00.000Z",
  ],
  [
    "the same hour on the wall after clocks went back",
    "2026-10-23T13:00:00Z",
    24,
    false,
    "2026-10-26T14:00:00.000Z",
  ],
  [
    "thirty days run by the calendar, and end on an office day",
    "2026-03-05T09:00:00Z",
    720,
    false,
    "2026-04-07T08:00:00.000Z",
  ],
])("%s", (_, sentAt, hours, urgent, expected) => {
  expect(due(sentAt, hours, { urgent })).toBe(expected);
});

test("elsewhere only weekends are days off", () => {
  expect(due("2026-07-13T09:00:00Z", 24, { country: "BE", timeZone: "Europe/Brussels" })).toBe(
    "2026-07-14T09:00:00.000Z",
  );
});

test.each([
  [2024, ["04-01", "05-09", "05-20"]],
  [2025, ["04-21", "05-29", "06-09"]],
  [2026, ["04-06", "05-14", "05-25"]],
  [2027, ["03-29", "05-06", "05-17"]],
  [2038, ["04-26", "06-03", "06-14"]],
])("the holidays that move, in %i", (year, moving) => {
  const holidays = frenchHolidays(year);
  for (const day of [...moving, "01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"]) {
    expect(holidays).toContain(day);
  }
  expect(holidays.size).toBeLessThanOrEqual(11);
});

test("Easter is always a Sunday between 22 March and 25 April", () => {
  for (let year = 1900; year < 2200; year += 1) {
    const monday = [...frenchHolidays(year)].filter(
      (day) => day >= "03-23" && day <= "04-26" && new Date(`${year}-${day}T00:00:00Z`).getUTCDay() === 1,
    );
    expect(monday).toHaveLength(1);
  }
});

const zones = [
  ["Europe/Paris", "FR"],
  ["Europe/Paris", "BE"],
  ["America/New_York", "US"],
  ["Asia/Amman", "JO"],
  ["Australia/Lord_Howe", "AU"],
  ["Pacific/Apia", "WS"],
  ["Africa/Casablanca", "MA"],
] as const;
const anyTerm: fc.Arbitrary<Term> = fc
  .record({
    sentAt: fc.date({
      min: new Date("2020-01-01T00:00:00Z"),
      max: new Date("2035-12-31T00:00:00Z"),
      noInvalidDate: true,
    }),
    hours: fc.constantFrom(1, 4, 8, 24, 30, 48, 72, 168, 720),
    urgent: fc.boolean(),
    zone: fc.constantFrom(...zones),
  })
  .map(({ zone: [timeZone, country], ...term }) => ({ ...term, timeZone, country }));

function localDay({ timeZone }: Term, at: Date): { weekday: string; monthDay: string; year: number } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(at);
  const read = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return {
    weekday: read("weekday"),
    monthDay: `${read("month")}-${read("day")}`,
    year: Number(read("year")),
  };
}

test("nothing is due before its hours are over, nor years later", () => {
  fc.assert(
    fc.property(anyTerm, (term) => {
      const ms = dueAfter(term).getTime() - term.sentAt.getTime();
      expect(ms).toBeGreaterThanOrEqual(term.hours * 3_600_000);
      // Seven office days with a long weekend and holidays in between.
      expect(ms).toBeLessThanOrEqual(term.hours * 3_600_000 + 12 * 86_400_000);
      if (term.urgent) expect(ms).toBe(term.hours * 3_600_000);
    }),
    { numRuns: 3_000 },
  );
});

test("what is not urgent is due on an office day, whatever the clocks do", () => {
  fc.assert(
    fc.property(anyTerm, (asked) => {
      const term = { ...asked, urgent: false };
      const { weekday, monthDay, year } = localDay(term, dueAfter(term));
      expect(["Sat", "Sun"]).not.toContain(weekday);
      if (term.country === "FR") expect(frenchHolidays(year)).not.toContain(monthDay);
    }),
    { numRuns: 3_000 },
  );
});

test("a longer term is never due sooner, and what left later is due at most one morning sooner", () => {
  fc.assert(
    fc.property(anyTerm, fc.nat(400 * 3_600_000), (term, later) => {
      const first = dueAfter(term).getTime();
      const second = dueAfter({ ...term, sentAt: new Date(term.sentAt.getTime() + later) }).getTime();
      // A day off is made good at 10:00; the night before that hour is not. One hour can be read twice on the clock.
      expect(second).toBeGreaterThanOrEqual(first - 11 * 3_600_000);
      const urgent = dueAfter({ ...term, urgent: true }).getTime();
      expect(first).toBeGreaterThanOrEqual(urgent);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ["the same day of the next month", "2026-03-05T09:00:00Z", 1, "2026-04-07T08:00:00.000Z"],
  ["the same hour on the wall", "2026-03-02T09:00:00Z", 1, "2026-04-02T08:00:00.000Z"],
  [
    "the last day of a short month, when it is an office day",
    "2027-03-31T09:00:00Z",
    1,
    "2027-04-30T09:00:00.000Z",
  ],
  ["a month that ends on a Saturday waits for Monday", "2026-01-31T09:00:00Z", 1, "2026-03-02T09:00:00.000Z"],
  ["over the end of a year", "2026-10-15T09:00:00Z", 3, "2027-01-15T10:00:00.000Z"],
])("a term in months: %s", (_, sentAt, months, expected) => {
  const { timeZone, country } = paris;
  const at = dueAfterMonths({ sentAt: new Date(sentAt), months, timeZone, country });
  expect(at.toISOString()).toBe(expected);
});
