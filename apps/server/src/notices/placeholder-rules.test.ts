import { expect, test } from "vitest";
import { placeholdersIn } from "./placeholder-rules.ts";

test("places to fill are named once each, in order, wherever they stand", () => {
  expect(
    placeholdersIn([
      "Vue le [[ date ]] à [[heure]].",
      "Encore le [[date]].",
      "rien [ici] ni [[là\nnon]]",
      "[[]]",
    ]),
  ).toEqual(["date", "heure", ""]);
  expect(placeholdersIn(["a[0][[1]"])).toEqual([]);
});
