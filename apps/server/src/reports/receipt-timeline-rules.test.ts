import { type EventType, type TimelineEntry, type Verdict, verdicts } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  earlierEventsShownAfterMinutes,
  earlierEventsShownAt,
  type LocationEvent,
  timelineOf,
} from "./receipt-timeline-rules.ts";

const receivedAt = new Date("2026-03-02T10:00:00.000Z");
const report = { id: "01958000-0000-7000-8000-000000000000", receivedAt };
const at = (minute: number) => new Date(receivedAt.getTime() + minute * 60_000);
const muchLater = at(100_000);

function event(minute: number, type: EventType, more: Partial<LocationEvent> = {}): LocationEvent {
  return { at: at(minute), type, details: {}, to: null, said: null, ...more };
}
const checked = (minute: number, verdict: Verdict) =>
  event(minute, "content.check_made", { details: { verdict } });

const kinds = (entries: readonly TimelineEntry[]) => entries.map(({ kind }) => kind);
const told = (events: readonly LocationEvent[], now = muchLater) => kinds(timelineOf(report, events, now));

test("a report nobody has looked at says that it was received, and when", () => {
  expect(timelineOf(report, [], receivedAt)).toEqual([{ kind: "received", at: "2026-03-02T10:00:00.000Z" }]);
});

test("what happened is told in order, with the names of those who were told", () => {
  const entries = timelineOf(
    report,
    [
      event(1, "case.assessed"),
      event(2, "notice.sent", { to: "Hébergeur Exemple" }),
      event(3, "referral.filed", { to: "PHAROS" }),
      event(4, "referral.answered", { to: "PHAROS", details: { status: "acted" } }),
      event(5, "case.deadline_passed"),
      event(6, "content.removed"),
      event(7, "content.returned"),
    ],
    muchLater,
  );
  expect(entries).toEqual([
    { kind: "received", at: at(0).toISOString() },
    { kind: "examined", at: at(1).toISOString(), said: null },
    { kind: "notified", at: at(2).toISOString(), to: "Hébergeur Exemple" },
    { kind: "referred", at: at(3).toISOString(), to: "PHAROS" },
    { kind: "authority_answered", at: at(4).toISOString(), to: "PHAROS", acted: true },
    { kind: "deadline_passed", at: at(5).toISOString() },
    { kind: "removed", at: at(6).toISOString() },
    { kind: "watched", at: at(6).toISOString() },
    { kind: "returned", at: at(7).toISOString() },
  ]);
});

test("what a service says of a request is told once, until it says something else, and never as a removal", () => {
  const to = "Hôte";
  const says = (minute: number, as: string) => event(minute, "answer.confirmed", { to, details: { as } });
  const entries = timelineOf(
    report,
    [
      event(1, "notice.sent", { to }),
      says(2, "acknowledged"),
      says(3, "acknowledged"),
      says(4, "none"),
      says(5, "asked"),
      says(6, "acknowledged"),
      says(7, "acted"),
      says(8, "acted"),
      event(9, "content.returned"),
      event(10, "notice.sent", { to }),
      says(11, "acknowledged"),
      says(12, "refused"),
    ],
    muchLater,
  );
  expect(entries.flatMap((entry) => (entry.kind === "service_answered" ? entry.answer : []))).toEqual([
    "acknowledged",
    "asked",
    "acted",
    "acknowledged",
    "refused",
  ]);
  expect(entries[2]).toEqual({
    kind: "service_answered",
    at: at(2).toISOString(),
    to,
    answer: "acknowledged",
  });
  expect(kinds(entries)).not.toContain("removed");
});

test("events handed over in another order are told in the order they happened", () => {
  expect(told([event(9, "content.removed"), event(1, "case.assessed")])).toEqual([
    "received",
    "examined",
    "removed",
    "watched",
  ]);
});

test("what was done before this report shows late, and with this report's own time", () => {
  const before = [event(-500, "case.assessed"), event(-400, "notice.sent", { to: "Hôte" })];
  const shownAt = earlierEventsShownAt(report);
  expect(told(before, at(0))).toEqual(["received"]);
  expect(told(before, new Date(shownAt.getTime() - 1))).toEqual(["received"]);
  const shown = timelineOf(report, before, shownAt);
  expect(kinds(shown)).toEqual(["received", "examined", "notified"]);
  expect(new Set(shown.map((entry) => entry.at))).toEqual(new Set([receivedAt.toISOString()]));
});

test("what is done after this report shows at once, even while earlier events are still held back", () => {
  const both = [event(-500, "case.assessed"), event(3, "notice.sent", { to: "Hôte" })];
  expect(told(both, at(4))).toEqual(["received", "notified"]);
});

test("the wait is spread by the report's id, and is never shorter or longer than said", () => {
  const { least, spread } = earlierEventsShownAfterMinutes;
  const waits = new Set<number>();
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), (id) => {
      const wait = (earlierEventsShownAt({ id, receivedAt }).getTime() - receivedAt.getTime()) / 60_000;
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThanOrEqual(least + spread);
      waits.add(Math.round(wait));
    }),
    { numRuns: 300 },
  );
  expect(waits.size).toBeGreaterThan(20);
});

test("looks that find the same again are one line; the newest always shows", () => {
  const entries = timelineOf(
    report,
    [
      checked(1, "online"),
      checked(2, "online"),
      checked(3, "online"),
      checked(4, "removed"),
      checked(5, "removed"),
      checked(6, "removed"),
    ],
    muchLater,
  );
  expect(entries.slice(1)).toEqual([
    { kind: "checked", at: at(1).toISOString(), verdict: "online" },
    { kind: "checked", at: at(4).toISOString(), verdict: "removed" },
    { kind: "checked", at: at(6).toISOString(), verdict: "removed" },
  ]);
});

test("an assessment made again is told once", () => {
  expect(told([event(1, "case.assessed"), event(9, "case.assessed")])).toEqual(["received", "examined"]);
  const said = timelineOf(
    report,
    [
      event(1, "case.assessed"),
      event(2, "case.assessed", { said: "Un propos public." }),
      event(3, "case.assessed", { said: "Un propos public." }),
      event(4, "case.assessed"),
      event(5, "case.assessed", { said: "Un autre." }),
    ],
    muchLater,
  );
  expect(said.flatMap((entry) => (entry.kind === "examined" ? [entry.said] : []))).toEqual([
    null,
    "Un propos public.",
    "Un autre.",
  ]);
});

test.each([
  ["not_illegal", ["received", "not_pursued"]],
  ["out_of_scope", ["received", "not_pursued"]],
  ["done", ["received"]],
  ["duplicate", ["received"]],
  ["withdrawn", ["received"]],
])("a case closed as %s tells %j", (reason, expected) => {
  expect(told([event(1, "case.closed", { details: { reason } })])).toEqual(expected);
});

test("an authority that only acknowledged has not answered yet", () => {
  const answered = (status: string) => event(1, "referral.answered", { to: "PHAROS", details: { status } });
  expect(told([answered("acknowledged")])).toEqual(["received"]);
  expect(timelineOf(report, [answered("refused")], muchLater)[1]).toMatchObject({ acted: false });
});

test("what concerns the team only is not told", () => {
  for (const type of [
    "case.note_written",
    "case.words_read",
    "notice.failed",
    "case.status_changed",
  ] as const) {
    expect(told([event(1, type)])).toEqual(["received"]);
  }
});

const anyEvent: fc.Arbitrary<LocationEvent> = fc
  .record({
    minute: fc.integer({ min: -3_000, max: 3_000 }),
    type: fc.constantFrom<EventType>(
      "case.assessed",
      "case.closed",
      "notice.sent",
      "referral.filed",
      "referral.answered",
      "content.check_made",
      "content.removed",
      "content.returned",
      "case.deadline_passed",
      "case.note_written",
    ),
    verdict: fc.constantFrom(...verdicts),
  })
  .map(({ minute, type, verdict }) =>
    event(minute, type, { details: { verdict, status: "acted" }, to: "X" }),
  );

test("whatever happened, it begins with the receipt and time never runs backwards", () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 30 }),
      fc.integer({ min: 0, max: 3_000 }),
      (events, minute) => {
        const entries = timelineOf(report, events, at(minute));
        expect(entries[0]).toEqual({ kind: "received", at: receivedAt.toISOString() });
        expect(kinds(entries).filter((kind) => kind === "received")).toHaveLength(1);
        const times = entries.map((entry) => Date.parse(entry.at));
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(Math.min(...times)).toBe(receivedAt.getTime());
        if (at(minute) < earlierEventsShownAt(report)) {
          const alone = timelineOf(
            report,
            events.filter((one) => one.at >= receivedAt),
            at(minute),
          );
          expect(entries).toEqual(alone);
        }
      },
    ),
  );
});
