import fc from "fast-check";
import { expect, test } from "vitest";
import { type Attempts, admitAttempt } from "./slow-down-rules.ts";

const start = new Date("2026-03-02T08:00:00Z");
const after = (seconds: number, from = start) => new Date(from.getTime() + seconds * 1000);
const untouched: Attempts = { failed: 0, blockedUntil: null };

function failTimes(times: number): Attempts {
  let attempts = untouched;
  for (let i = 0; i < times; i += 1) {
    const admission = admitAttempt(attempts, attempts.blockedUntil ?? start);
    if (admission.kind !== "admitted") throw new Error("blocked");
    attempts = admission.attempts;
  }
  return attempts;
}

test("waits are 1, 2, 4, 8, 16, 32, 60 and 60 seconds after the third failure", () => {
  const waits: number[] = [];
  let attempts = failTimes(2);
  let now = start;
  for (let i = 0; i < 8; i += 1) {
    const admission = admitAttempt(attempts, now);
    if (admission.kind !== "admitted") throw new Error("blocked");
    attempts = admission.attempts;
    const end = attempts.blockedUntil ?? now;
    waits.push((end.getTime() - now.getTime()) / 1000);
    now = end;
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

test("an attempt made while waiting is told the seconds left, rounded up", () => {
  const attempts = { failed: 7, blockedUntil: after(16) };
  expect(admitAttempt(attempts, after(0.5))).toEqual({ kind: "blocked", seconds: 16 });
  expect(admitAttempt(attempts, after(15.9))).toEqual({ kind: "blocked", seconds: 1 });
  expect(admitAttempt(attempts, after(16)).kind).toBe("admitted");
});

test("a quarter of an hour of peace forgets the failures", () => {
  const attempts = failTimes(12);
  const later = after(15 * 60, attempts.blockedUntil ?? start);
  expect(admitAttempt(attempts, later)).toEqual({
    kind: "admitted",
    attempts: { failed: 1, blockedUntil: null },
  });
});

test("a clock that was set back keeps nobody out", () => {
  expect(admitAttempt({ failed: 5, blockedUntil: after(3600) }, start).kind).toBe("admitted");
});

test("nobody ever waits more than a minute, whatever attempts were made before", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 60 });
  fc.assert(
    fc.property(gaps, (gapsMs) => {
      let attempts = untouched;
      let now = start.getTime();
      for (const gap of gapsMs) {
        now += gap;
        const admission = admitAttempt(attempts, new Date(now));
        if (admission.kind === "admitted") attempts = admission.attempts;
        else expect(admission.seconds).toBeLessThanOrEqual(60);
      }
      expect(admitAttempt(attempts, new Date(now + 60_000)).kind).toBe("admitted");
    }),
  );
});
