import type { GroundView } from "@vigie/contract";
import { expect, test } from "vitest";
import { fr } from "../texts/fr.ts";
import { foldText, searchGrounds } from "./search-grounds.ts";

const ground = (slug: string, family: string, labelFr: string, labelEn: string, law: string): GroundView => ({
  slug,
  family,
  label: { fr: labelFr, en: labelEn },
  law,
  elements: { fr: [], en: [] },
  manifest: "usual",
  handling: "normal",
  urgency: "P2",
  slaHours: 72,
  authorities: [],
  confidence: "verified_text",
});
const grounds = [
  ground("hate-insult", "hate", "Injure raciale", "Racial insult", "Loi 1881 33"),
  ground(
    "ncii",
    "image_based_abuse",
    "Diffusion d'images intimes",
    "Intimate images shared",
    "Code pénal 226-2-1",
  ),
  ground("defamation", "reputation", "Diffamation", "Defamation", "Loi 1881 32"),
];
const search = (typed: string) => searchGrounds(grounds, typed, fr.families).map(({ slug }) => slug);

test("a few letters find a ground in either language, without accents", () => {
  expect(search("inti")).toEqual(["ncii"]);
  expect(search("defam")).toEqual(["defamation"]);
  expect(search("INSULT")).toEqual(["hate-insult"]);
});

test("an article, a family or several words find it too", () => {
  expect(search("226-2-1")).toEqual(["ncii"]);
  expect(search("haine")).toEqual(["hate-insult"]);
  expect(search("images diff")).toEqual(["ncii"]);
});

test("nothing typed shows all, nonsense shows none", () => {
  expect(search("  ")).toHaveLength(3);
  expect(search("zzz")).toEqual([]);
});

test("a curved apostrophe is an apostrophe", () => {
  expect(foldText("D’Été")).toBe("d'ete");
});
