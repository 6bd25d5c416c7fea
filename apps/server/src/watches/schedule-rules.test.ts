import { watchStatuses } from "@vigie/contract";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { latestCheckMs, nextCheckAt, type ScheduleInput, soonestCheckMs } from "./schedule-rules.ts";

// Room for a busy machine; no test waits this long by itself.
vi.setConfig({ testTimeout: 60_000 });

const now = new Date("2026-03-01T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const hours = 60;
const days = 24 * hours;

function minutesUntilNext(input: Partial<ScheduleInput>): number | null {
  const next = nextCheckAt({
    status: "watching",
    urgency: "P2",
    startedAt: now,
    lastNoticeAt: null,
    returnedAt: null,
    lastCheckAt: now,
    removalSeenAt: null,
    removedAt: null,
    deadlineAt: null,
    now,
    random: () => 0.5,
    ...input,
  });
  return next && Math.round((next.getTime() - now.getTime()) / 6_000) / 10;
}

test("the schedule is dense at first and thins out", () => {
  const every = (minutes: number) => minutesUntilNext({ startedAt: ago(minutes) });
  expect([every(0), every(10 * hours), every(3 * days), every(20 * days), every(100 * days)]).toEqual([
    30,
    60,
    6 * hours,
    1 * days,
    7 * days,
  ]);
});

test("urgent grounds are looked at every quarter of an hour at first", () => {
  expect(minutesUntilNext({ urgency: "P0" })).toBe(15);
  expect(minutesUntilNext({ urgency: "P1", startedAt: ago(5 * hours) })).toBe(15);
  expect(minutesUntilNext({ urgency: "P1", startedAt: ago(7 * hours) })).toBe(60);
  expect(minutesUntilNext({ urgency: "P4" })).toBe(30);
});

test("a notice and a return make it dense again", () => {
  expect(minutesUntilNext({ startedAt: ago(50 * days), lastNoticeAt: ago(10) })).toBe(30);
  expect(minutesUntilNext({ status: "returned", startedAt: ago(50 * days), returnedAt: ago(10) })).toBe(30);
});

test("a first removal sight is confirmed just over half an hour later", () => {
  const seen = { status: "removal_seen", startedAt: ago(60 * days), removalSeenAt: now } as const;
  for (const random of [0, 0.5, 0.999]) {
    const minutes = minutesUntilNext({ ...seen, random: () => random }) ?? 0;
    expect(minutes).toBeGreaterThan(30);
    expect(minutes).toBeLessThanOrEqual(36);
  }
});

test("when the confirming check met a doubt, it is asked again within the hour", () => {
  const seen = {
    status: "removal_seen",
    startedAt: ago(60 * days),
    removalSeenAt: ago(40),
    lastCheckAt: ago(5),
  } as const;
  expect(minutesUntilNext(seen)).toBe(55);
});

test("after a proven removal it looks for a return daily, then weekly, then monthly", () => {
  const every = (minutes: number) => minutesUntilNext({ status: "removed", removedAt: ago(minutes) });
  expect([every(0), every(15 * days), every(100 * days)]).toEqual([1 * days, 7 * days, 30 * days]);
});

test("a deadline is looked at when it passes", () => {
  const slow = { startedAt: ago(20 * days) };
  expect(minutesUntilNext({ ...slow, deadlineAt: ago(-60) })).toBe(62);
  expect(minutesUntilNext({ ...slow, deadlineAt: ago(60), lastCheckAt: ago(90) })).toBeLessThan(1);
  expect(minutesUntilNext({ ...slow, deadlineAt: ago(60), lastCheckAt: ago(30) })).toBe(1 * days - 30);
});

test("a watch that was just opened is looked at at once, a stopped one never", () => {
  expect(minutesUntilNext({ status: "waiting", lastCheckAt: null })).toBeLessThanOrEqual(1);
  expect(minutesUntilNext({ status: "stopped" })).toBe(null);
});

const moment = fc.integer({ min: -400 * days, max: 400 * days }).map((minutes) => ago(minutes));
const maybe = fc.option(moment);

test("the next check is never in the past and never out of sight", () => {
  fc.assert(
    fc.property(
      fc.record({
        status: fc.constantFrom(...watchStatuses),
        urgency: fc.constantFrom("P0", "P1", "P2", "P3", "P4"),
        startedAt: moment,
        lastNoticeAt: maybe,
        returnedAt: maybe,
        lastCheckAt: maybe,
        removalSeenAt: maybe,
        removedAt: maybe,
        deadlineAt: maybe,
      }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (input, random) => {
        const next = nextCheckAt({ ...input, now, random: () => random });
        if (input.status === "stopped") {
          expect(next).toBe(null);
          return;
        }
        const ms = (next?.getTime() ?? 0) - now.getTime();
        expect(ms).toBeGreaterThanOrEqual(soonestCheckMs - 1);
        expect(ms).toBeLessThanOrEqual(latestCheckMs);
      },
    ),
    { numRuns: 5_000 },
  );
});

test("the confirming check always comes late enough to confirm", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 29 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (sinceSeen, random) => {
        const removalSeenAt = ago(sinceSeen);
        const next = nextCheckAt({
          status: "removal_seen",
          urgency: "P0",
          startedAt: ago(days),
          lastNoticeAt: ago(60),
          returnedAt: null,
          lastCheckAt: removalSeenAt,
          removalSeenAt,
          removedAt: null,
          deadlineAt: null,
          now,
          random: () => random,
        });
        expect((next?.getTime() ?? 0) - removalSeenAt.getTime()).toBeGreaterThan(30 * 60_000);
      },
    ),
  );
});
