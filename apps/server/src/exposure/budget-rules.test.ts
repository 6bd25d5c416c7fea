import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BudgetSettings,
  budgetStanding,
  daysOf,
  decideReveal,
  type LastReveal,
  memberTime,
  wentBack,
} from "./budget-rules.ts";
import { dayBounds, hourOf, isOpen, localDay, nextChange } from "./day-hours-rules.ts";
import { createExposureClock, type ExposureClock } from "./exposure-clock.ts";

const paris = "Europe/Paris";
const second = 1_000;
const minute = 60 * second;
const shown = 5 * second;

/** What happened in truth, which no rule may ask. */
interface Shown {
  from: number;
  weight: number;
  severe: boolean;
  caseId: string;
}

// The naive model: whole history, true time, the calendar as Intl writes it.
const calendar = new Intl.DateTimeFormat("fr-CA", {
  timeZone: paris,
  dateStyle: "short",
  timeStyle: "medium",
  hourCycle: "h23",
});
const written = (at: number) => {
  const [day = "", time = ""] = calendar
    .format(at)
    .replace(/\s?h\s?|\s?min\s?/g, ":")
    .replace(/\s?s$/, "")
    .split(/[ ,]+/);
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return { day, minuteOfDay: hours * 60 + minutes };
};
const isShownAt = (at: number, { hours }: BudgetSettings) => {
  const { minuteOfDay } = written(at);
  const [from, to] = [hours.resume / minute, hours.stop / minute];
  return from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
};
const daysTouched = (from: number) => new Set([written(from).day, written(from + shown - 1).day]);

/** What the rules say of showing this now, by a plain look at everything before. */
function naive(history: readonly Shown[], next: Shown, settings: BudgetSettings): string {
  if (!isShownAt(next.from, settings) || !isShownAt(next.from + shown - 1, settings)) return "stopped";
  for (const day of daysTouched(next.from)) {
    const before = history.filter(({ from }) => daysTouched(from).has(day));
    const used = before.reduce((sum, { weight }) => sum + weight, 0);
    if (used + next.weight > settings.dayMinutes * 60) return "day_spent";
  }
  const rest = settings.breakMinutes * minute;
  let began = next.from;
  for (let at = history.length - 1, later = next.from; at >= 0; at -= 1) {
    const from = history[at]?.from ?? 0;
    if (later - (from + shown) >= rest) break;
    began = from;
    later = from;
  }
  if (next.from + shown - began > settings.blockMinutes * minute && began !== next.from) return "on_break";
  const last = history.at(-1);
  const rested = !last || next.from - (last.from + shown) >= rest;
  if (!rested && last.severe && next.severe && last.caseId !== next.caseId) return "severe_after_severe";
  return "granted";
}

/** Two processes over one ledger, and a world in which time is true. */
class World {
  truth: number;
  databaseAhead = 0;
  readonly settings: BudgetSettings;
  readonly history: Shown[] = [];
  private readonly processes: { clock: ExposureClock; asleepMs: number }[] = [];
  private readonly lines: {
    id: number;
    line: Omit<LastReveal, "seenForMs" | "clockWentBack">;
    weight: number;
  }[] = [];

  constructor(settings: BudgetSettings, truth: number) {
    this.settings = settings;
    this.truth = truth;
  }

  private restart(number: number): void {
    const counting = { asleepMs: 0 };
    const clock = createExposureClock({
      counted: () => this.truth - counting.asleepMs - 1_700_000_000_000,
      breakMs: this.settings.breakMinutes * minute,
    });
    this.processes[number] = Object.assign(counting, { clock });
  }

  /** The machine sleeps: time passes that the process does not count. */
  sleep(number: number, ms: number): void {
    this.truth += ms;
    const one = this.processes[number];
    if (one) one.asleepMs += ms;
  }

  /** As a process does when it starts. */
  async begin(number: number): Promise<void> {
    this.restart(number);
    await this.processes[number]?.clock.read(async () => this.truth + this.databaseAhead);
  }

  async ask(number: number, caseId: string, severe: boolean): Promise<string> {
    const one = this.processes[number];
    if (!one) throw new Error("there are two");
    const { settings } = this;
    const newest = this.lines.at(-1);
    const { countedMs, ...reading } = await one.clock.read(async () => this.truth + this.databaseAhead);
    const seen = newest
      ? one.clock.seen("m", { id: newest.id, countedMs, wentBack: () => wentBack(reading, newest.line) })
      : null;
    const last = newest && seen ? { ...newest.line, ...seen } : null;
    const time = memberTime(reading, last);
    const usedSeconds = Math.max(
      ...daysOf(time, settings).map((day) => {
        const { start, end } = dayBounds(day, paris);
        return this.lines
          .filter(({ line }) => line.endedAt > start && line.at < end)
          .reduce((sum, { weight }) => sum + weight, 0);
      }),
    );
    const decision = decideReveal({ settings, time, last, usedSeconds, severe, caseId, overrideUntil: null });
    if (decision.kind === "refused") {
      expect(decision.until).toBeGreaterThanOrEqual(time.latest);
      return decision.why;
    }
    const { at, endedAt, blockAt, weightedSeconds: weight } = decision;
    const id = this.lines.length;
    this.lines.push({ id, line: { at, endedAt, blockAt, severe, caseId }, weight });
    one.clock.wrote("m", { id, countedMs });
    this.history.push({ from: this.truth, weight: severe ? 10 : 5, severe, caseId });
    return "granted";
  }
}

const windows = [
  ["06:00", "16:00"],
  ["22:00", "03:30"],
  ["01:30", "14:00"],
] as const;

const starts = fc
  .tuple(
    // Around both changes of the clock, and any other day of the year.
    fc.oneof(
      fc.constantFrom(Date.parse("2026-03-29T00:00:00Z"), Date.parse("2026-10-25T00:00:00Z")),
      fc.integer({ min: 0, max: 364 }).map((day) => Date.parse("2026-01-01T00:00:00Z") + day * 86_400_000),
    ),
    fc.integer({ min: -86_400_000, max: 86_400_000 }),
  )
  .map(([day, ms]) => day + ms);

const settings = fc
  .record({
    dayMinutes: fc.constantFrom(1, 3, 300),
    blockMinutes: fc.constantFrom(1, 2, 60),
    breakMinutes: fc.constantFrom(5, 10),
    window: fc.constantFrom(...windows),
  })
  .map(
    ({ window: [resume, stop], ...minutes }): BudgetSettings => ({
      ...minutes,
      hours: { resume: hourOf(resume), stop: hourOf(stop), timeZone: paris },
    }),
  );

type Act =
  | { kind: "look"; browser: number; caseNumber: number; times: number; apart: number }
  | { kind: "wait"; ms: number; browser: number }
  | { kind: "sleep"; ms: number; browser: number }
  | { kind: "restart"; browser: number }
  | { kind: "jump"; ms: number };

const browser = fc.integer({ min: 0, max: 1 });
const look = fc.record({
  kind: fc.constant("look" as const),
  browser,
  // Even cases are severe.
  caseNumber: fc.integer({ min: 0, max: 3 }),
  times: fc.integer({ min: 1, max: 6 }),
  apart: fc.constantFrom(0, 1, 4_999, 5_000, 20_000, 90_000),
});
const waits = fc.record({
  kind: fc.constant("wait" as const),
  browser,
  ms: fc.constantFrom(
    1,
    second,
    minute,
    299_999,
    300_000,
    304_999,
    305_000,
    604_999,
    605_000,
    3_600_000,
    40_000_000,
  ),
});
const restart = fc.record({ kind: fc.constant("restart" as const), browser });
const sleeps = fc.record({
  kind: fc.constant("sleep" as const),
  browser,
  ms: fc.integer({ min: second, max: 40_000_000 }),
});
const jump = fc.record({
  kind: fc.constant("jump" as const),
  ms: fc.oneof(
    fc.integer({ min: -40_000_000, max: 40_000_000 }),
    fc.constantFrom(-3_600_000, 3_600_000, 610_000),
  ),
});
const jumpBack = fc.record({
  kind: fc.constant("jump" as const),
  ms: fc.integer({ min: -40_000_000, max: -3_000 }),
});

async function play(
  world: World,
  acts: readonly Act[],
  onAsked: (answer: string, asked: { world: World; wouldBe: Shown; before: readonly Shown[] }) => void,
): Promise<{ restarts: number }> {
  let restarts = 0;
  for (const number of [0, 1]) await world.begin(number);
  for (const act of acts) {
    if (act.kind === "wait") world.truth += act.ms;
    else if (act.kind === "sleep") world.sleep(act.browser, act.ms);
    else if (act.kind === "jump") world.databaseAhead += act.ms;
    else if (act.kind === "restart") {
      await world.begin(act.browser);
      restarts += 1;
    } else {
      for (let time = 0; time < act.times; time += 1) {
        const severe = act.caseNumber % 2 === 0;
        const caseId = `case ${act.caseNumber}`;
        const wouldBe = { from: world.truth, weight: severe ? 10 : 5, severe, caseId };
        const before = [...world.history];
        onAsked(await world.ask(act.browser, caseId, severe), { world, wouldBe, before });
        world.truth += act.apart;
      }
    }
  }
  return { restarts };
}

/** Sequences for each of four kinds of worlds. */
const runs = process.env["VIGIE_FULL"] ? 10_000 : 750;
const acts = (...kinds: fc.Arbitrary<Act>[]) =>
  fc.array(fc.oneof(look, look, waits, ...kinds), { minLength: 1, maxLength: 14 });

describe("whatever happens, nothing is shown past a budget", () => {
  test("with true clocks, two browsers and restarts, each answer is that of the naive model", async () => {
    let granted = 0;
    const why = new Set<string>();
    await fc.assert(
      fc.asyncProperty(settings, starts, acts(restart), async (allowed, start, played) => {
        await play(new World(allowed, start), played, (answer, { wouldBe, before }) => {
          expect(answer).toBe(naive(before, wouldBe, allowed));
          why.add(answer);
          if (answer === "granted") granted += 1;
        });
      }),
      { numRuns: runs },
    );
    expect(granted).toBeGreaterThan(runs);
    expect([...why].sort()).toEqual(["day_spent", "granted", "on_break", "severe_after_severe", "stopped"]);
  });

  test("a process that sleeps is stricter, never freer", async () => {
    await fc.assert(
      fc.asyncProperty(settings, starts, acts(restart, sleeps), async (allowed, start, played) => {
        await play(new World(allowed, start), played, (answer, { wouldBe, before }) => {
          if (answer === "granted") expect(naive(before, wouldBe, allowed)).toBe("granted");
        });
      }),
      { numRuns: runs },
    );
  });

  // A clock that is put wrong says wrongly which day and hour it is, once it has stood for a whole break: PostgreSQL's is
  // believed then. Breaks, blocks and severe cases are counted and do not depend on what a clock shows.
  const ofClock: BudgetSettings["hours"] = { resume: 0, stop: hourOf("23:59"), timeZone: paris };
  const counted = (answer: string) => answer === "on_break" || answer === "severe_after_severe";

  test("a database's clock that is put forward or back shortens no break and lengthens no block", async () => {
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(settings, starts, acts(jump), async (allowed, start, played) => {
        const always = { ...allowed, dayMinutes: 480, hours: ofClock };
        await play(new World(always, start), played, (answer, { wouldBe, before }) => {
          asked += 1;
          if (answer === "granted") expect(counted(naive(before, wouldBe, always))).toBe(false);
        });
      }),
      { numRuns: runs },
    );
    expect(asked).toBeGreaterThan(runs);
  });

  test("a clock that is put forward during a reveal is not believed before the break after it is over", async () => {
    const always = { dayMinutes: 480, blockMinutes: 1, breakMinutes: 5, hours: ofClock };
    const world = new World(always, Date.parse("2026-01-01T00:00:00Z"));
    const look = { kind: "look", browser: 1, caseNumber: 0, times: 1, apart: 0 } as const;
    const answers: string[] = [];
    const acts: Act[] = [
      { ...look, browser: 0 },
      { kind: "jump", ms: 55_001 },
      look,
      { kind: "wait", browser: 0, ms: 299_999 },
      { ...look, times: 2, apart: 1 },
      { kind: "wait", browser: 0, ms: 5_000 },
      look,
    ];
    await play(world, acts, (answer) => answers.push(answer));
    expect(answers).toEqual(["granted", "on_break", "on_break", "on_break", "granted"]);
  });

  test("put back, with processes that are killed and started again, it shortens no break", async () => {
    await fc.assert(
      fc.asyncProperty(settings, starts, acts(restart, jumpBack), async (allowed, start, played) => {
        const always = { ...allowed, dayMinutes: 480, hours: ofClock };
        const world = new World(always, start);
        const { restarts } = await play(world, played, (answer, { wouldBe, before }) => {
          if (answer === "granted")
            expect(naive(before, wouldBe, { ...always, blockMinutes: 100_000 })).not.toBe(
              "severe_after_severe",
            );
        });
        // What no clock of the installation knows is how long a process was away: less than a break, or it was one.
        const longest = always.blockMinutes * minute + restarts * always.breakMinutes * minute;
        let began = Number.NEGATIVE_INFINITY;
        let ended = Number.NEGATIVE_INFINITY;
        for (const { from } of world.history) {
          if (from - ended >= always.breakMinutes * minute) began = from;
          ended = from + shown;
          expect(ended - began).toBeLessThanOrEqual(Math.max(longest, shown));
        }
      }),
      { numRuns: runs },
    );
  });
});

describe("hours and days of a zone", () => {
  test("a day has 23 hours in March and 25 in October", () => {
    const hoursOf = (at: string) => {
      const { start, end } = dayBounds(localDay(Date.parse(at), paris), paris);
      return (end - start) / 3_600_000;
    };
    expect(["2026-03-29T10:00Z", "2026-10-25T10:00Z", "2026-06-01T10:00Z"].map(hoursOf)).toEqual([
      23, 25, 24,
    ]);
  });

  test("the stop hour is that of the clock on the wall, in summer and in winter", () => {
    const hours = { resume: hourOf("06:00"), stop: hourOf("16:00"), timeZone: paris };
    expect(isOpen(Date.parse("2026-07-01T13:59:59Z"), hours)).toBe(true);
    expect(isOpen(Date.parse("2026-07-01T14:00:00Z"), hours)).toBe(false);
    expect(isOpen(Date.parse("2026-12-01T14:59:59Z"), hours)).toBe(true);
    expect(nextChange(Date.parse("2026-10-24T14:00:00Z"), hours)).toBe(Date.parse("2026-10-25T05:00:00Z"));
  });
});

test("the state says within, near, on a break, spent", () => {
  const settingsOf: BudgetSettings = {
    dayMinutes: 300,
    blockMinutes: 60,
    breakMinutes: 10,
    hours: { resume: hourOf("06:00"), stop: hourOf("16:00"), timeZone: paris },
  };
  const nine = Date.parse("2026-06-01T07:00:00Z");
  const standing = (minutesAgo: number, usedSeconds: number, now = nine) => {
    const last: LastReveal = {
      at: now - 20_000,
      endedAt: now - 15_000,
      blockAt: now - minutesAgo * minute,
      severe: false,
      caseId: null,
      seenForMs: 0,
      clockWentBack: false,
    };
    const time = memberTime({ earliest: now, latest: now }, last);
    return budgetStanding({ settings: settingsOf, time, last, usedSeconds });
  };
  expect(standing(20, 0)).toMatchObject({ state: "within", breakUntil: null });
  expect(standing(50, 0).state).toBe("near");
  expect(standing(20, 240 * 60).state).toBe("near");
  expect(standing(60, 0)).toMatchObject({
    state: "on_break",
    block: null,
    breakUntil: nine + 10 * minute - 15_000,
  });
  expect(standing(20, 300 * 60).state).toBe("spent");
  expect(standing(20, 0, Date.parse("2026-06-01T14:30:00Z"))).toMatchObject({
    state: "spent",
    hours: { open: false, changesAt: Date.parse("2026-06-02T04:00:00Z") },
  });
});
