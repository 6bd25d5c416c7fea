import { readdirSync, readFileSync } from "node:fs";
import { languages } from "@vigie/contract";
import { expect, test } from "vitest";
import { catalogues, type MessageKey, translator } from "./translate.ts";

const keys = Object.keys(catalogues.fr) as MessageKey[];
const placesOf = (text: string) => [...new Set(text.match(/(?<=\{)\w+/g) ?? [])].filter(isPlace).sort();
// Words that follow "{" inside a plural are text, not places; every place is written in lower case.
const isPlace = (name: string) => /^[a-z]+$/.test(name);

test("every language has the same sentences, in alphabetical order", () => {
  for (const language of languages) {
    expect(Object.keys(catalogues[language])).toEqual([...keys].sort());
  }
});

test("a sentence has the same places to fill in every language", () => {
  for (const key of keys) expect(placesOf(catalogues.en[key]), key).toEqual(placesOf(catalogues.fr[key]));
});

test("every sentence can be written once its places are filled", () => {
  const values = {
    count: 3,
    days: 365,
    date: "x",
    hotline: "x",
    number: "x",
    position: 1,
    said: "x",
    since: "x",
    to: "x",
  };
  for (const language of languages) {
    for (const key of keys) expect(translator(language)(key, values), key).toMatch(/\S/);
  }
});

test("a place without a value is a bug and throws", () => {
  expect(() => translator("fr")("timeline.notified")).toThrow();
});

test("plurals follow the grammar of each language", () => {
  expect(translator("fr")("problems.title", { count: 1 })).toBe("Une chose à corriger");
  expect(translator("fr")("problems.title", { count: 2 })).toBe("2 choses à corriger");
  expect(translator("en")("how.long.text", { days: 1 })).toContain("One day");
});

test("what is filled in is never read as markup or as a message", () => {
  const to = "<b>{count}</b>";
  expect(translator("en")("timeline.notified", { to })).toContain(to);
});

test("French keeps its spaces: none that may break a line stands before a double mark or inside quotes", () => {
  for (const key of keys) expect(catalogues.fr[key], key).not.toMatch(/ [:;!?»]|« /);
});

test("no sentence for people has a dash that breaks it in two", () => {
  for (const language of languages) {
    for (const key of keys) expect(catalogues[language][key], key).not.toMatch(/[\u2013\u2014]/);
  }
});

test("public texts cite no article of law", () => {
  for (const language of languages) {
    for (const key of keys) {
      expect(catalogues[language][key], key).not.toMatch(
        /\bart(\.|icles?\b)|\bDSA\b|\bRGPD\b|\bGDPR\b|code pénal/i,
      );
    }
  }
});

test("public texts are short: half of their sentences have 15 words or fewer, and none more than 20", () => {
  for (const language of languages) {
    const lengths = keys
      .flatMap((key) => catalogues[language][key].split(/(?<=[.?!])\s+/))
      .map((sentence) => sentence.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length)
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(15);
    expect(lengths.at(-1)).toBeLessThanOrEqual(20);
  }
});

test("no sentence waits in the catalogue without a page that says it", () => {
  const sources = ["../http/public", "../reports", "../reports/pages"]
    .map((folder) => new URL(`${folder}/`, import.meta.url))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
        .map((name) => readFileSync(new URL(name, folder), "utf8")),
    )
    .join("\n");
  // Keys that pages put together from a status: `state.${state}`.
  const composed = /^(concern|state|timeline|checked|write\.(private|minor))\b/;
  const idle = keys.filter((key) => {
    const stem = key.replace(/\.(why|text|example)$/, "");
    return !composed.test(key) && !sources.includes(`"${key}"`) && !sources.includes(`"${stem}"`);
  });
  expect(idle).toEqual([]);
});
