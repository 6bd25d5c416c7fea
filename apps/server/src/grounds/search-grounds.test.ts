import fc from "fast-check";
import { expect, test } from "vitest";
import { allGrounds } from "./grounds-catalogue.ts";
import { searchGrounds } from "./search-grounds.ts";

const found = (typed: string) => searchGrounds(allGrounds(), typed).map(({ slug }) => slug);

test.each([
  ["ncii", "ncii"],
  ["revenge porn", "ncii"],
  ["226-2-1", "ncii"],
  ["hameconnage", "phishing"],
  ["Hameçonnage", "phishing"],
  ["grooming", "grooming"],
  ["pédopornographie", "csam-depiction"],
  ["421-2-5", "terrorism"],
  ["negationnisme", "holocaust-denial"],
  ["arnaque", "fraud"],
  ["faux compte", "identity-theft"],
  ["doxx", "doxing"],
  ["R645-1", "nazi-insignia"],
  ["cruauté animal", "animal-cruelty"],
])("typing %s puts %s first", (typed, slug) => {
  expect(found(typed)[0]).toBe(slug);
});

test("every slug finds its own ground first", () => {
  for (const { slug } of allGrounds()) expect(found(slug)[0]).toBe(slug);
});

test("every label finds its ground, in both languages", () => {
  for (const { slug, label } of allGrounds()) {
    expect(found(label.fr), label.fr).toContain(slug);
    expect(found(label.en), label.en).toContain(slug);
  }
});

test("every word typed counts: nothing is found for nonsense, everything for nothing", () => {
  expect(found("zzzzz")).toEqual([]);
  expect(found("ncii zzzzz")).toEqual([]);
  expect(found("  ")).toHaveLength(72);
});

test("any text is searched without failing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => {
      expect(found(typed).length).toBeLessThanOrEqual(72);
    }),
  );
});
