import { caseStatuses, stuckReasons, urgencies } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { urgencyWith } from "./case-rules.ts";
import {
  noSituation,
  type PriorityFacts,
  priorityOf,
  priorityUntil,
  runningDeadline,
  situationFactsOf,
  waveReports,
  waveSince,
  whyOf,
} from "./priority-rules.ts";

const now = new Date("2026-03-02T08:00:00Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

const calm: PriorityFacts = {
  urgency: "P3",
  urgencyFrom: "concern",
  dangerAt: null,
  stuck: [],
  minor: false,
  private: false,
  situation: noSituation,
  recentReports: 1,
  dueAt: null,
  firstReportedAt: now,
  now,
};

const anyFacts: fc.Arbitrary<PriorityFacts> = fc
  .record({
    urgency: fc.constantFrom(...urgencies),
    urgencyFrom: fc.constantFrom("grounds" as const, "concern" as const),
    dangerAt: fc.option(fc.constant(now)),
    stuck: fc.uniqueArray(fc.constantFrom(...stuckReasons)),
    minor: fc.boolean(),
    private: fc.boolean(),
    situation: fc.record({
      own: fc.boolean(),
      blackmail: fc.constantFrom("none" as const, "threatened" as const, "under_way" as const),
    }),
    recentReports: fc.oneof(fc.nat(20), fc.nat(10_000_000)),
    dueAt: fc.option(fc.integer({ min: -200, max: 200 }).map(inHours)),
    firstReportedAt: fc.constant(now),
    now: fc.constant(now),
  })
  .map((facts) => ({ ...facts, urgency: urgencyWith(facts.urgency, { danger: facts.dangerAt !== null }) }));

test("danger to life comes before everything, then what is stuck, then urgency, whatever else adds up", () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, (one, other) => {
      const rank = ({ dangerAt, stuck, urgency }: PriorityFacts) =>
        (dangerAt ? 100 : 0) + (stuck.length > 0 ? 10 : 0) + (4 - Number(urgency[1]));
      fc.pre(rank(one) > rank(other));
      expect(priorityOf(one)).toBeGreaterThan(priorityOf(other));
    }),
    { numRuns: 5_000 },
  );
});

test("nothing that is known of a case or of who reports it lowers it", () => {
  const more: ((facts: PriorityFacts) => PriorityFacts)[] = [
    (facts) => ({ ...facts, dangerAt: now, urgency: "P0" }),
    (facts) => ({ ...facts, stuck: [...new Set([...facts.stuck, "overdue" as const])] }),
    (facts) => ({ ...facts, minor: true }),
    (facts) => ({ ...facts, private: true }),
    (facts) => ({ ...facts, situation: { ...facts.situation, own: true } }),
    (facts) => ({ ...facts, situation: { ...facts.situation, blackmail: "under_way" } }),
    (facts) => ({ ...facts, recentReports: facts.recentReports * 3 + 1 }),
    (facts) => ({ ...facts, dueAt: facts.dueAt ?? inHours(1) }),
    (facts) => ({ ...facts, dueAt: facts.dueAt && new Date(facts.dueAt.getTime() - 3_600_000) }),
  ];
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...more), (facts, add) => {
      expect(priorityOf(add(facts))).toBeGreaterThanOrEqual(priorityOf(facts));
    }),
    { numRuns: 5_000 },
  );
});

test("a priority stays within what the list's cursor and the bands hold", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const priority = priorityOf(facts);
      expect(Number.isInteger(priority)).toBe(true);
      expect(priority).toBeGreaterThanOrEqual(0);
      expect(priority).toBeLessThan(350_000);
    }),
  );
});

test("the explanation names what weighs, the heaviest first, and the age at the end", () => {
  const why = whyOf({
    ...calm,
    urgency: "P1",
    urgencyFrom: "grounds",
    stuck: ["notice_failed", "overdue"],
    minor: true,
    situation: { own: true, blackmail: "threatened" },
    recentReports: 1_000,
    dueAt: inHours(5),
  });
  expect(why.map(({ factor }) => factor)).toEqual([
    "stuck",
    "urgency",
    "minor",
    "own",
    "deadline",
    "blackmail",
    "spread",
    "age",
  ]);
  expect(whyOf(calm)).toEqual([
    { factor: "urgency", urgency: "P3", from: "concern" },
    { factor: "age", since: now.toISOString() },
  ]);
});

test("how fast it spreads weighs by doublings: a wave of 50,000 is worth 15, and never another urgency", () => {
  const weight = (recentReports: number) => priorityOf({ ...calm, recentReports }) - priorityOf(calm);
  expect([0, 1, 2, 3, 4, 1_000, 50_000].map(weight)).toEqual([0, 0, 100, 100, 200, 900, 1_500]);
  expect(priorityOf({ ...calm, recentReports: 50_000 })).toBeLessThan(priorityOf({ ...calm, urgency: "P2" }));
});

test("a priority is computed anew when its deadline comes a step nearer, and each hour while it spreads", () => {
  expect(priorityUntil(calm)).toBeNull();
  expect(priorityUntil({ ...calm, recentReports: 2 })).toEqual(inHours(1));
  expect(priorityUntil({ ...calm, dueAt: inHours(100) })).toEqual(inHours(28));
  expect(priorityUntil({ ...calm, dueAt: inHours(3) })).toBeNull();
  fc.assert(
    fc.property(anyFacts, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (facts, share) => {
      const until = priorityUntil(facts);
      if (until) expect(until.getTime()).toBeGreaterThan(now.getTime());
      // Until then only reports that grow old change it.
      const end = until?.getTime() ?? inHours(500).getTime();
      const later = new Date(now.getTime() + Math.floor((end - now.getTime()) * share));
      expect(priorityOf({ ...facts, now: later })).toBe(priorityOf(facts));
    }),
  );
});

test("a deadline runs only while somebody was told", () => {
  for (const status of caseStatuses) {
    const runs = status === "notified" || status === "referred" || status === "returned";
    expect(runningDeadline({ status, dueAt: now })).toBe(runs ? now : null);
  }
});

test("what one person said of the situation stays, whatever others say", () => {
  expect(situationFactsOf([])).toEqual(noSituation);
  expect(
    situationFactsOf([
      { standing: "witness" },
      { standing: "victim", blackmail: "threatened" },
      { blackmail: "none" },
    ]),
  ).toEqual({ own: true, blackmail: "threatened" });
});

test("a wave begins with the first of many reports in a day, goes on with its beginning, and ends", () => {
  const oldest = inHours(-20);
  expect(waveSince(null, { recentReports: waveReports - 1, oldest })).toBeNull();
  expect(waveSince(null, { recentReports: waveReports, oldest })).toEqual(oldest);
  expect(waveSince(inHours(-70), { recentReports: waveReports, oldest })).toEqual(inHours(-70));
  expect(waveSince(inHours(-70), { recentReports: 3, oldest })).toBeNull();
});
