import { expect, test } from "vitest";
import { placeholdersIn } from "./placeholder-rules.ts";

test("places to fill are named once each, in order, wherever they stand", () => {
  expect(
    placeholdersIn([
      "Vue le [[ date ]] à [[heure]].",
      "Encore le [[date]].",
      "rien [ici] mais [[là\noui]]",
      "[[]]",
    ]),
  ).toEqual(["date", "heure", "là\noui", ""]);
});

test("no mark is left in a text that has no place to fill", () => {
  expect(placeholdersIn(["une liste [1] ] ["])).toEqual([]);
  expect(placeholdersIn(["vue le [[date"])).toEqual(["[["]);
  expect(placeholdersIn(["vue le date]], à [[heure]]"])).toEqual(["]]", "heure"]);
  expect(placeholdersIn(["[[a]"])).toEqual(["[["]);
});
