import { answerStates } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { answersOf, beginningOf, readings, unreadAnswers } from "./answer-rules.ts";

const { answers, notices } = inventedCase("notified");

test("a notice shows its own answers, oldest first", () => {
  const own = answersOf([...answers].reverse(), notices[0]?.id ?? "");
  expect(own.map(({ kind }) => kind)).toEqual(["automatic", "action"]);
  expect(answersOf(answers, "another")).toEqual([]);
});

test("an answer waits until somebody says what it means; a bounce waits for nobody", () => {
  expect(unreadAnswers(answers).map(({ kind }) => kind)).toEqual(["action"]);
  expect(unreadAnswers(answers.map((answer) => ({ ...answer, kind: "bounce" as const })))).toEqual([]);
});

test("what the machine read comes first, and every other reading stays possible", () => {
  for (const proposed of [null, ...answerStates]) {
    const offered = readings(proposed);
    expect([...offered].sort()).toEqual([...answerStates].sort());
    if (proposed !== null) expect(offered[0]).toBe(proposed);
  }
});

test("a long text begins as it is written and says that there is more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 2000 }), (text) => {
      const beginning = beginningOf(text);
      expect(text.startsWith(beginning.text)).toBe(true);
      expect(beginning.more).toBe(beginning.text !== text);
      expect(beginning.text.isWellFormed()).toBe(true);
    }),
  );
  expect(beginningOf("a\n".repeat(40)).more).toBe(true);
  expect(beginningOf("😀".repeat(700)).text).toBe("😀".repeat(600));
});
