import { expect, test } from "vitest";
import { safetySentences } from "./safety-page.tsx";

const sentences = Object.entries(safetySentences).flatMap(([language, texts]) =>
  Object.entries(texts).map(([key, text]) => ({ where: `${language} ${key}`, language, text })),
);

test("both languages say the same things, in alphabetical order", () => {
  const keys = Object.keys(safetySentences.fr);
  expect(keys).toEqual([...keys].sort());
  expect(Object.keys(safetySentences.en)).toEqual(keys);
});

test("the sentences are short, whole, and have no dash that breaks them in two", () => {
  for (const { where, text } of sentences) {
    expect(text, where).not.toMatch(/[\u2013\u2014]/);
    for (const sentence of text.split(/(?<=[.?!])\s/)) {
      expect(sentence.split(/\s/).length, `${where}: ${sentence}`).toBeLessThanOrEqual(24);
    }
  }
});

test("French keeps its spaces", () => {
  for (const { where, language, text } of sentences) {
    if (language === "fr") expect(text, where).not.toMatch(/ [:;!?»]|« /);
  }
});

test("what the exit does not do is said, and the keys that leave are explained", () => {
  expect(safetySentences.fr["exit.not"]).toMatch(/n’efface pas l’historique/);
  expect(safetySentences.en["exit.not"]).toMatch(/does not erase the history/);
  expect(safetySentences.fr["exit.keys"]).toMatch(/trois fois.*Shift/);
  expect(safetySentences.en["exit.keys"]).toMatch(/Shift.*three times/);
});
