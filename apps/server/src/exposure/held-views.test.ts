import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHeldViews, type HeldView } from "./held-views.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function viewOf(viewId: string, bytes: number): HeldView {
  const medium = { bytes: Buffer.alloc(bytes, 7), width: 1, height: 1 };
  const of = { contentId: "c", caseId: "k", severity: "other", topic: "other" } as const;
  return { viewId, memberId: "ada", ...of, media: [medium] };
}

test("the least recently used view makes room, and its pictures are overwritten", () => {
  const views = createHeldViews({ mostBytes: 100 });
  const [first, second, third] = [viewOf("1", 40), viewOf("2", 40), viewOf("3", 40)];
  views.hold(first);
  views.hold(second);
  expect(views.find("1", "ada")).toBe(first);
  views.hold(third);
  expect(views.find("2", "ada")).toBeNull();
  expect(second.media[0]?.bytes.every((byte) => byte === 0)).toBe(true);
  expect(views.find("1", "ada")).toBe(first);
  expect(first.media[0]?.bytes.every((byte) => byte === 7)).toBe(true);
  expect(views.bytes).toBe(80);
});

test("a view ends after 15 minutes although it is used, and all of them at once when the process stops", () => {
  const views = createHeldViews();
  const [old, young] = [viewOf("1", 10), viewOf("2", 10)];
  views.hold(old);
  vi.advanceTimersByTime(14 * 60_000);
  expect(views.find("1", "ada")).toBe(old);
  expect(views.find("1", "ben")).toBeNull();
  views.hold(young);
  vi.advanceTimersByTime(60_000);
  expect(views.find("1", "ada")).toBeNull();
  expect(old.media[0]?.bytes.every((byte) => byte === 0)).toBe(true);
  views.forgetAll();
  expect([views.bytes, views.find("2", "ada")]).toEqual([0, null]);
  expect(young.media[0]?.bytes.every((byte) => byte === 0)).toBe(true);
});
