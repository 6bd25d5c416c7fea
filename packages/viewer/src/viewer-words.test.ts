import { expect, test } from "vitest";
import type { RevealRefused } from "./view-protocol.ts";
import { languageOf, refusalInWords, wordsOf } from "./viewer-words.ts";

const refused = (why: RevealRefused["why"], until: Date): RevealRefused => ({
  kind: "refused",
  why,
  until: until.toISOString(),
});

test("a refusal says when it opens again and whom to ask, in both languages", () => {
  const now = new Date(2026, 5, 1, 10, 0);
  for (const why of ["day_spent", "on_break", "stopped", "severe_after_severe"] as const) {
    const soon = refused(why, new Date(2026, 5, 1, 14, 35));
    expect(refusalInWords(soon, "fr", now.getTime())).toContain("à\u00a014:35");
    expect(refusalInWords(soon, "fr", now.getTime())).toMatch(/deuxième personne/);
    expect(refusalInWords(soon, "en", now.getTime())).toContain("at\u00a014:35");
    expect(refusalInWords(soon, "en", now.getTime())).toMatch(/second person/);
  }
});

test("another day is named", () => {
  const now = new Date(2026, 5, 1, 22, 0).getTime();
  const tomorrow = refused("stopped", new Date(2026, 5, 2, 8, 0));
  expect(refusalInWords(tomorrow, "fr", now)).toContain("mardi 2 juin à\u00a008:00");
  expect(refusalInWords(tomorrow, "en", now)).toMatch(/on Tuesday,? 2 June at\u00a008:00/);
});

test("frames say which video they are of and when", () => {
  expect(wordsOf("en").medium(2, 5, { kind: "frame", video: 0, timeMs: 65_400 })).toBe(
    "Picture 2 of 5, video 1 at 1:05",
  );
  expect(wordsOf("fr").medium(1, 5, { kind: "picture", video: null, timeMs: null })).toBe("Image 1 sur 5");
});

test("French is spoken to French pages, English to all others", () => {
  expect(["fr", "fr-CA", "FR"].map(languageOf)).toEqual(["fr", "fr", "fr"]);
  expect(["en", "de", "", "frr"].map(languageOf)).toEqual(["en", "en", "en", "en"]);
});
