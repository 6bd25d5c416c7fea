import { languages } from "@vigie/contract";
import { expect, test } from "vitest";
import en from "./help-en.json" with { type: "json" };
import fr from "./help-fr.json" with { type: "json" };
import tu from "./help-fr-tu.json" with { type: "json" };
import { type HelpKey, helpSentences, helpText } from "./help-text.ts";
import { simpleDrafts, simpleReviewOf } from "./simple-drafts.ts";

const own = { fr, en } as const;
const keys = Object.keys(fr) as (keyof typeof fr)[];
const values = { at: 1, of: 7, count: 3, date: "x", service: "x", why: "x" };
const drafts = (language: "fr" | "en") =>
  Object.values(simpleDrafts[language]).flatMap((draft) => [...draft.about, ...draft.do, ...draft.dont]);
const everything = {
  fr: [...Object.values(fr), ...Object.values(tu), ...drafts("fr")],
  en: [...Object.values(en), ...drafts("en")],
};

test("every language has the same sentences, in order, and each can be written in both voices", () => {
  for (const language of languages) {
    expect(Object.keys(own[language])).toEqual([...keys].sort());
    for (const voice of ["vous", "tu"] as const)
      for (const key of keys) expect(helpText(language, voice)(key, values), key).toMatch(/\S/);
  }
});

test("what changes for those under 18 changes a sentence that exists", () => {
  for (const key of Object.keys(tu)) expect(helpSentences.fr).toHaveProperty([key]);
  const vous = /(?<!\p{L})(vous|vos|votre)(?!\p{L})/iu;
  for (const sentence of Object.values(tu)) expect(sentence.replace(/«[^»]*»/g, "")).not.toMatch(vous);
});

test("nobody is ever told to pay, to answer or to delete", () => {
  for (const sentence of everything.fr)
    expect(sentence).not.toMatch(
      /(?<!\bne (lui |leur )?)(?<!n[’'])(?<!\p{L})(payez|paie|répondez|réponds|effacez|efface|supprimez|supprime)(?!\p{L})/iu,
    );
  for (const sentence of everything.en)
    expect(sentence).not.toMatch(/(^|[.!?:“] ?)(Pay|Answer|Reply|Delete)\b(?! nothing)/);
});

test("nobody is blamed, no law is quoted, and no sentence is broken by a dash", () => {
  for (const sentence of [...everything.fr, ...everything.en]) {
    expect(sentence).not.toMatch(/vous auriez dû|tu aurais dû|imprudent|naï[fv]|you should have|careless/i);
    expect(sentence).not.toMatch(/revenge porn|pornographie infantile|child porn/i);
    expect(sentence).not.toMatch(/\bart(\.|icles?\b)|\bDSA\b|\bRGPD\b|\bGDPR\b|code pénal/i);
    expect(sentence).not.toMatch(/[\u2013\u2014]/);
  }
});

test("French keeps its spaces", () => {
  for (const sentence of everything.fr) expect(sentence).not.toMatch(/ [:;!?»]|« /);
});

const words = (sentence: string) =>
  sentence.split(/[\s\u00a0]+/).filter((word) => /\p{L}/u.test(word)).length;
const lengths = (texts: readonly string[]) =>
  texts
    .flatMap((text) => text.split(/(?<=[.?!])\s+/))
    .map(words)
    .sort((a, b) => a - b);

test("sentences are short: half have 12 words or fewer, none more than 22", () => {
  for (const language of languages) {
    const all = lengths(Object.values(own[language]));
    expect(all[Math.floor(all.length / 2)]).toBeLessThanOrEqual(12);
    expect(all.at(-1)).toBeLessThanOrEqual(22);
  }
});

test("a simple draft has one idea a line: no line has more than 13 words or two commas", () => {
  for (const language of languages) {
    for (const line of drafts(language)) {
      expect(lengths([line]).at(-1), line).toBeLessThanOrEqual(13);
      expect(line.split(",").length, line).toBeLessThanOrEqual(2);
    }
  }
});

test("no page is called easy to read until a reading of it is recorded", () => {
  expect(simpleReviewOf("child", "fr")).toBeNull();
  const read = { situation: "child", language: "fr", reviewedOn: "2027-02-01", readers: "un groupe" };
  expect(simpleReviewOf("child", "fr", [read])).toEqual(read);
  expect(simpleReviewOf("child", "en", [read])).toBeNull();
  const names = everything.fr.filter((sentence) => /FALC|facile à lire/i.test(sentence));
  expect(names).toEqual([helpSentences.fr["help.simple.reviewed" satisfies HelpKey]]);
});
