import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { leftInWords, undoableAssessment } from "./undo-rules.ts";

const now = Date.parse("2026-11-22T12:00:00.000Z");
const until = "2026-11-22T12:10:00.000Z";
const own = { name: "Camille", now };

function freshCase() {
  const view = inventedCase("assessed");
  const [assessment] = view.assessments;
  if (assessment === undefined) throw new Error("an invented case is assessed");
  assessment.at = "2026-11-22T11:55:00.000Z";
  assessment.undoableUntil = until;
  return { view, assessment };
}

test("the newest assessment may be taken back by its author in its time", () => {
  const { view, assessment } = freshCase();
  expect(undoableAssessment(view, own)).toBe(assessment);
  expect(undoableAssessment(view, { ...own, name: "Noé" })).toBeNull();
  expect(undoableAssessment(view, { ...own, now: Date.parse(until) })).toBeNull();
});

test("nothing is taken back once something followed from it, or where it stands for good", () => {
  const { view, assessment } = freshCase();
  view.notices = inventedCase("notified").notices.map((notice) => ({ ...notice, createdAt: until }));
  expect(undoableAssessment(view, own)).toBeNull();
  for (const notice of view.notices) notice.status = "cancelled";
  expect(undoableAssessment(view, own)).toBe(assessment);
  assessment.undoableUntil = null;
  expect(undoableAssessment(view, own)).toBeNull();
});

test("the time left is told in minutes, at the end in seconds", () => {
  expect(leftInWords(until, now, "en")).toBe("10 minutes");
  expect(leftInWords(until, now + 500_000, "en")).toBe("100 seconds");
  expect(leftInWords(until, now + 700_000, "en")).toBe("0 seconds");
});
