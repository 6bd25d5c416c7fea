import { languages } from "@vigie/contract";
import { expect, test } from "vitest";
import { type GuideKey, guideSentences, guideText } from "./guide-text.ts";
import { situations } from "./situations.ts";

const keys = Object.keys(guideSentences.fr) as GuideKey[];
const saysVous = /(?<!\p{L})(vous|vos|votre)(?!\p{L})/iu;
const saysTu = /(?<!\p{L})(tu|toi|ton|tes)(?!\p{L})/iu;
const values = { count: 2, date: "x", hours: 48, limits: "x", operator: "x" };

test("every language has the same sentences, in alphabetical order, and each can be written", () => {
  for (const language of languages) {
    expect(Object.keys(guideSentences[language])).toEqual([...keys].sort());
    for (const key of keys) expect(guideText(language)(key, values), key).toMatch(/\S/);
  }
});

test("every step is explained, and stands in a guide", () => {
  const used = new Set(
    situations.flatMap(({ now, later, never }) => [
      ...[...now, ...later].map((name) => `step.${name}`),
      ...never.map((name) => `never.${name}`),
    ]),
  );
  const written = keys.filter((key) => /^(step|never)\./.test(key) && !key.endsWith(".why"));
  for (const key of written) expect(keys).toContain(`${key}.why`);
  expect(written.filter((key) => !used.has(key))).toEqual([]);
});

test("no guide says the same thing twice", () => {
  for (const { name, now, later } of situations)
    expect(new Set([...now, ...later]).size, name).toBe(now.length + later.length);
});

test("the guide for those under 18 says tu, the others vous", () => {
  for (const { voice, now, later, never, name } of situations) {
    const said = [
      ...[...now, ...later].flatMap((step) => [`step.${step}`, `step.${step}.why`]),
      ...never.flatMap((step) => [`never.${step}`, `never.${step}.why`]),
      `situation.${name}.lead`,
    ].map((key) => guideSentences.fr[key as GuideKey].replace(/«[^»]*»/g, ""));
    for (const sentence of said) {
      expect(sentence, name).not.toMatch(voice === "tu" ? saysVous : saysTu);
    }
  }
});

test("French keeps its spaces: none that may break a line stands before a double mark or inside quotes", () => {
  for (const key of keys) expect(guideSentences.fr[key], key).not.toMatch(/ [:;!?»]|« /);
});

test("no sentence has a dash that breaks it in two, and none cites an article of law", () => {
  for (const language of languages) {
    for (const key of keys) {
      expect(guideSentences[language][key], key).not.toMatch(/[\u2013\u2014]/);
      expect(guideSentences[language][key], key).not.toMatch(
        /\bart(\.|icles?\b)|\bDSA\b|\bRGPD\b|\bGDPR\b|code pénal/i,
      );
    }
  }
});

test("sentences are short: half of them have 12 words or fewer, and none more than 20", () => {
  for (const language of languages) {
    const lengths = keys
      .flatMap((key) => guideSentences[language][key].split(/(?<=[.?!])\s+/))
      .map((sentence) => sentence.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length)
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(12);
    expect(lengths.at(-1)).toBeLessThanOrEqual(20);
  }
});

test("nobody is blamed", () => {
  for (const language of languages) {
    for (const key of keys) {
      expect(guideSentences[language][key], key).not.toMatch(
        /vous auriez dû|imprudent|naï[fv]|you should have|careless|revenge porn|pornographie infantile/i,
      );
    }
  }
});
