import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBatchSealer } from "./batch-sealer.ts";
import { newKeyPair, openSealed } from "./sealed-box.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const SEALED_KEY = { from: 2, to: 82 };
const runOf = (box: Buffer) => box.subarray(SEALED_KEY.from, SEALED_KEY.to).toString("hex");

test("each box of a batch opens alone with the recipient's key, and with no other", () => {
  const team = newKeyPair();
  const sealer = createBatchSealer({ publicKeys: [team.publicKey] });
  const words = Array.from({ length: 50 }, (_, index) => `words of report ${index}`);
  const boxes = words.map((text) => sealer.seal(text));
  sealer.stop();
  expect(boxes.map((box) => openSealed(team, box)?.toString("utf8"))).toEqual(words);
  for (const box of boxes) expect(openSealed(newKeyPair(), box)).toBeNull();
});

test("the same words in one batch give different boxes", () => {
  const sealer = createBatchSealer({ publicKeys: [newKeyPair().publicKey] });
  const [first, second] = [sealer.seal("same"), sealer.seal("same")];
  expect(runOf(first)).toBe(runOf(second));
  expect(first.subarray(SEALED_KEY.to).equals(second.subarray(SEALED_KEY.to))).toBe(false);
});

test("a key serves no longer than its age, its number of boxes, or a stop", () => {
  const team = newKeyPair();
  const sealer = createBatchSealer({ publicKeys: [team.publicKey], maxAgeMillis: 1_000, maxBoxes: 3 });
  const byCount = [1, 2, 3, 4].map(() => runOf(sealer.seal("x")));
  expect(new Set(byCount.slice(0, 3)).size).toBe(1);
  expect(byCount[3]).not.toBe(byCount[0]);

  vi.advanceTimersByTime(999);
  expect(runOf(sealer.seal("x"))).toBe(byCount[3]);
  vi.advanceTimersByTime(1);
  const afterAge = sealer.seal("x");
  expect(runOf(afterAge)).not.toBe(byCount[3]);

  sealer.stop();
  const afterStop = sealer.seal("late words");
  expect(runOf(afterStop)).not.toBe(runOf(afterAge));
  expect(openSealed(team, afterStop)?.toString("utf8")).toBe("late words");
});
