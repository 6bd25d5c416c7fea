import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { answerAfter, noticeToCarry } from "./carry-rules.ts";

const { notices } = inventedCase("prepared");

test("the notice asked for is carried, else the one that has waited longest, else none", () => {
  const [oldest, other] = notices;
  expect(noticeToCarry([...notices].reverse(), null)?.id).toBe(oldest?.id);
  expect(noticeToCarry(notices, other?.id ?? null)?.id).toBe(other?.id);
  const sent = notices.map((notice) => ({ ...notice, status: "sent" as const }));
  expect(noticeToCarry(sent, other?.id ?? null)).toBeNull();
});

test("answers follow one another and the last stays", () => {
  expect([0, 1, 2].map((index) => answerAfter(index, 3))).toEqual([1, 2, 2]);
  expect(answerAfter(0, 0)).toBe(0);
});
