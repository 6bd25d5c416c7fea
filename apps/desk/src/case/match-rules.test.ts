import { expect, test } from "vitest";
import { inventedMatches } from "../testing/invented-matches.ts";
import { nearnessOf, openMatches } from "./match-rules.ts";

test("what a second hash confirms comes before what only asks for a look, and the settled not at all", () => {
  const matches = inventedMatches({ caseId: "00000000-0000-4000-8000-000000000001", number: "2026-1" });
  expect(matches.some(({ status }) => status === "refused")).toBe(true);
  expect(openMatches(matches.toReversed()).map(({ status }) => status)).toEqual([
    "proposed",
    "proposed",
    "look",
  ]);
});

test("a distance is told in words", () => {
  expect([0, 4, 5, 16, 17, 31].map(nearnessOf)).toEqual([
    "same",
    "same",
    "very_close",
    "very_close",
    "close",
    "close",
  ]);
});
