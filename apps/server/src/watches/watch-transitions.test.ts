import { type Verdict, verdicts, type WatchStatus, watchStatuses } from "@vigie/contract";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import {
  applyCheck,
  assertWatchTransition,
  newWatch,
  removalConfirmationMs,
  type WatchEvent,
  type WatchState,
} from "./watch-transitions.ts";

// Room for a busy machine; no test waits this long by itself.
vi.setConfig({ testTimeout: 60_000 });

const start = Date.parse("2026-03-01T12:00:00Z");
const minutes = (count: number) => new Date(start + count * 60_000);

function run(checks: [minute: number, verdict: Verdict][]): { state: WatchState; events: WatchEvent[] } {
  let state = newWatch;
  const events: WatchEvent[] = [];
  for (const [minute, verdict] of checks) {
    const applied = applyCheck(state, { verdict, at: minutes(minute), id: `${minute}` });
    state = applied.state;
    if (applied.event) events.push(applied.event);
  }
  return { state, events };
}

test("two agreeing checks half an hour apart prove a removal", () => {
  const { state, events } = run([
    [0, "online"],
    [60, "removed"],
    [90, "removed"],
  ]);
  expect(state.status).toBe("removed");
  expect(events.map(({ kind }) => kind)).toEqual(["removal_seen", "removed"]);
  expect(events[1]).toMatchObject({ first: { checkId: "60" }, second: { checkId: "90" } });
});

test("a minute less proves nothing yet", () => {
  expect(
    run([
      [0, "removed"],
      [29, "removed"],
    ]).state.status,
  ).toBe("removal_seen");
  expect(
    run([
      [0, "removed"],
      [29, "removed"],
      [30, "removed"],
    ]).state.status,
  ).toBe("removed");
});

test("anything seen in between starts the count again", () => {
  expect(
    run([
      [0, "removed"],
      [20, "online"],
      [40, "removed"],
    ]).state.status,
  ).toBe("removal_seen");
  expect(
    run([
      [0, "removed"],
      [20, "moved"],
      [40, "removed"],
    ]).state.status,
  ).toBe("removal_seen");
  const { events } = run([
    [0, "removed"],
    [20, "online"],
  ]);
  expect(events.map(({ kind }) => kind)).toEqual(["removal_seen", "removal_disproved"]);
});

test("doubt between two agreeing checks changes nothing", () => {
  for (const doubt of ["unknown", "unreachable", "blocked", "geo_blocked"] as const) {
    expect(
      run([
        [0, "removed"],
        [10, doubt],
        [40, "removed"],
      ]).state.status,
    ).toBe("removed");
  }
});

test("no number of doubtful checks proves a removal", () => {
  for (const doubt of ["unknown", "unreachable", "blocked", "geo_blocked", "moved"] as const) {
    expect(
      run([
        [0, doubt],
        [100, doubt],
        [1_000, doubt],
      ]).state.status,
    ).toBe("watching");
  }
});

test("a page that says it was removed, and a page that is not there, do not agree with each other", () => {
  expect(
    run([
      [0, "soft_removed"],
      [40, "removed"],
    ]).state.status,
  ).toBe("removal_seen");
  expect(
    run([
      [0, "soft_removed"],
      [40, "removed"],
      [45, "soft_removed"],
    ]).events.at(-1),
  ).toMatchObject({
    kind: "removed",
    verdict: "soft_removed",
    first: { checkId: "0" },
    second: { checkId: "45" },
  });
});

test("after a proven removal only being online again is a return", () => {
  const gone: [number, Verdict][] = [
    [0, "removed"],
    [31, "removed"],
  ];
  for (const verdict of verdicts) {
    const { state } = run([...gone, [2_000, verdict]]);
    expect(state.status, verdict).toBe(verdict === "online" ? "returned" : "removed");
  }
});

test("a returned content can be removed again, with two new checks", () => {
  const before: [number, Verdict][] = [
    [0, "removed"],
    [31, "removed"],
    [100, "online"],
    [200, "removed"],
  ];
  expect(run(before).state.status).toBe("removal_seen");
  expect(run([...before, [240, "removed"]]).state.status).toBe("removed");
});

test("a stopped watch and an older check change nothing", () => {
  const stopped: WatchState = { status: "stopped", removalSights: [], lastCheckAt: minutes(5) };
  expect(applyCheck(stopped, { verdict: "online", at: minutes(9), id: "x" })).toEqual({
    state: stopped,
    event: null,
  });
  const { state } = run([[10, "removed"]]);
  expect(applyCheck(state, { verdict: "removed", at: minutes(10), id: "y" }).state).toBe(state);
  expect(applyCheck(state, { verdict: "online", at: minutes(3), id: "z" }).state).toBe(state);
});

test("a watch cannot jump to removed or to returned", () => {
  const refused: [WatchStatus, WatchStatus][] = [
    ["waiting", "removed"],
    ["watching", "removed"],
    ["returned", "removed"],
    ["watching", "returned"],
    ["stopped", "removed"],
  ];
  for (const [from, to] of refused) expect(() => assertWatchTransition(from, to)).toThrow(`"${to}"`);
  expect(() => assertWatchTransition("removal_seen", "removed")).not.toThrow();
});

const trace = fc.array(
  fc.record({
    gapMinutes: fc.oneof(fc.integer({ min: -20, max: 29 }), fc.integer({ min: 30, max: 3_000 })),
    verdict: fc.oneof(fc.constantFrom<Verdict>("removed", "soft_removed"), fc.constantFrom(...verdicts)),
  }),
  { maxLength: 40 },
);

test("in any history, removed implies two agreeing checks 30 minutes apart with nothing seen between", () => {
  let proofs = 0;
  fc.assert(
    fc.property(trace, (steps) => {
      let state = newWatch;
      let clock = start;
      const applied: { id: string; verdict: Verdict; at: number }[] = [];
      steps.forEach(({ gapMinutes, verdict }, index) => {
        clock += gapMinutes * 60_000;
        const check = { id: String(index), verdict, at: new Date(clock) };
        const before = state;
        const { state: after, event } = applyCheck(before, check);
        state = after;
        if (after !== before) applied.push({ ...check, at: clock });
        expect(watchStatuses).toContain(after.status);
        if (after.status !== before.status) assertWatchTransition(before.status, after.status);
        expect(after.removalSights.length > 0).toBe(after.status === "removal_seen");
        if (after.status === "removed" && before.status !== "removed") expect(event?.kind).toBe("removed");
        if (event?.kind !== "removed") return;
        proofs += 1;
        const first = applied.findIndex(({ id }) => id === event.first.checkId);
        const second = applied.findIndex(({ id }) => id === event.second.checkId);
        const [a, b] = [applied[first], applied[second]];
        expect([a?.verdict, b?.verdict]).toEqual([event.verdict, event.verdict]);
        expect((b?.at ?? 0) - (a?.at ?? 0)).toBeGreaterThanOrEqual(removalConfirmationMs);
        const between = applied.slice(first, second + 1).map(({ verdict: seen }) => seen);
        expect(between).not.toContain("online");
        expect(between).not.toContain("moved");
      });
    }),
    { numRuns: 2_000 },
  );
  expect(proofs).toBeGreaterThan(200);
});

test("in any history, a removed content that is online at the next check has returned", () => {
  fc.assert(
    fc.property(trace, (steps) => {
      let state = newWatch;
      let clock = start;
      for (const [index, { gapMinutes, verdict }] of steps.entries()) {
        clock += Math.abs(gapMinutes) * 60_000 + 1;
        const before = state.status;
        state = applyCheck(state, { verdict, at: new Date(clock), id: String(index) }).state;
        if (before === "removed" && verdict === "online") expect(state.status).toBe("returned");
      }
    }),
    { numRuns: 3_000 },
  );
});
