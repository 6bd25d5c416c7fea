import { expect, test } from "vitest";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { counted } from "./plural.ts";

function sentences(catalogue: object): string[] {
  return Object.values(catalogue).flatMap((value: unknown) => {
    if (typeof value === "string") return [value];
    if (typeof value === "function") return [String(value("x", 2, 3))];
    return typeof value === "object" && value !== null ? sentences(value) : [];
  });
}

test("no sentence is empty or held together by a long dash", () => {
  for (const sentence of [...sentences(fr), ...sentences(en)]) {
    expect(sentence.trim()).toBe(sentence);
    expect(sentence).not.toBe("");
    expect(sentence).not.toMatch(/[\u2013\u2014]/);
  }
});

test("both languages name the same families and events", () => {
  expect(Object.keys(en.families)).toEqual(Object.keys(fr.families));
  expect(Object.keys(en.history.events)).toEqual(Object.keys(fr.history.events));
});

test("zero is singular in French and plural in English", () => {
  expect(counted("fr", 0, "signalement", "signalements")).toBe("0\u00a0signalement");
  expect(counted("en", 0, "report", "reports")).toBe("0\u00a0reports");
  expect(counted("fr", 2, "signalement", "signalements")).toBe("2\u00a0signalements");
});
