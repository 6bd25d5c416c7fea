import { claimChoices, languages, topics, urgencies } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { everyOpenCase, fromKept, keptFilter, listStatuses, readFilter, writeFilter } from "./list-filter.ts";

test("the usual view is the open cases, with nothing in the address", () => {
  expect(readFilter("")).toEqual(everyOpenCase);
  expect(writeFilter(everyOpenCase)).toBe("");
});

test("an unknown status in the address shows the open cases, an unknown topic every topic", () => {
  expect(readFilter("?status=dancing").status).toBe("open");
  expect(readFilter("?topic=dancing&claimed=x&overdue=1")).toEqual(everyOpenCase);
});

test("a filter written in the address reads back, and a kept one too", () => {
  const any = fc.record({
    q: fc.string({ unit: "grapheme" }),
    status: fc.constantFrom(...listStatuses),
    topic: fc.constantFrom("", ...topics),
    urgency: fc.constantFrom("", ...urgencies),
    claimed: fc.constantFrom("", ...claimChoices),
    host: fc.constantFrom("", "forum-des-quais.example"),
    language: fc.constantFrom("", ...languages),
    overdue: fc.constantFrom("", "true"),
  });
  fc.assert(
    fc.property(any, (filter) => {
      expect(readFilter(writeFilter(filter))).toEqual(filter);
      expect(fromKept(keptFilter(filter))).toEqual(filter);
    }),
  );
});
