import { type TimelineEntry, verdicts } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldTimeline, locationState } from "./timeline-rules.ts";

const check = (at: string, verdict: "online" | "removed"): TimelineEntry => ({
  kind: "checked",
  at,
  verdict,
});

test("checks that saw the same thing in a row become one line with its first and last time", () => {
  const lines = foldTimeline([
    { kind: "received", at: "1" },
    check("2", "online"),
    check("3", "online"),
    check("4", "online"),
    check("5", "removed"),
    check("6", "online"),
  ]);
  expect(lines).toEqual([
    { kind: "received", at: "1" },
    { kind: "checked", verdict: "online", count: 3, since: "2", at: "4" },
    { kind: "checked", verdict: "removed", count: 1, since: "5", at: "5" },
    { kind: "checked", verdict: "online", count: 1, since: "6", at: "6" },
  ]);
});

test("where a location stands looks past checks, and past answers that decide nothing", () => {
  const says = (answer: "acknowledged" | "asked" | "acted" | "refused"): TimelineEntry => ({
    kind: "service_answered",
    at: "3",
    to: "Hôte",
    answer,
  });
  const before: TimelineEntry[] = [{ kind: "notified", at: "1", to: "Hôte" }, check("2", "online")];
  for (const answer of ["acknowledged", "asked"] as const)
    expect(locationState([...before, says(answer)])).toBe("notified");
  for (const answer of ["acted", "refused"] as const)
    expect(locationState([...before, says(answer), check("4", "online")])).toBe("service_answered");
});

test("folding loses no step and no check", () => {
  const entry = fc.oneof(
    fc.record({
      kind: fc.constant("checked" as const),
      at: fc.string(),
      verdict: fc.constantFrom(...verdicts),
    }),
    fc.record({
      kind: fc.constantFrom("received" as const, "removed" as const),
      at: fc.string(),
    }),
    fc.record({
      kind: fc.constant("examined" as const),
      at: fc.string(),
      said: fc.option(fc.string()),
    }),
  );
  fc.assert(
    fc.property(fc.array(entry), (timeline) => {
      const lines = foldTimeline(timeline);
      const counted = lines.reduce((sum, line) => sum + (line.kind === "checked" ? line.count : 1), 0);
      expect(counted).toBe(timeline.length);
      expect(lines.filter((line) => line.kind !== "checked")).toEqual(
        timeline.filter((each) => each.kind !== "checked"),
      );
    }),
  );
});

test("a location's state is its last step, whatever was checked since", () => {
  expect(locationState([])).toBe("received");
  expect(
    locationState([
      { kind: "received", at: "1" },
      { kind: "notified", at: "2", to: "x" },
      { kind: "watched", at: "3" },
      check("4", "online"),
    ]),
  ).toBe("notified");
});
