import fc from "fast-check";
import { expect, test } from "vitest";
import { inventedCatalogue } from "../testing/invented-catalogue.ts";
import {
  type AssessDraft,
  assessBody,
  assessGaps,
  elementsOf,
  tickElements,
  toggleGround,
  withElements,
} from "./assess-rules.ts";

const empty: AssessDraft = {
  grounds: [],
  manifest: null,
  minor: null,
  reasons: " ",
  publicReasons: "",
  ticked: [],
  grade: null,
  also: [],
};
const draft: AssessDraft = {
  ...empty,
  grounds: ["ncii"],
  manifest: "manifest",
  minor: "no",
  reasons: " Seen. ",
};
const { grounds } = inventedCatalogue;
const ground = (slug: string) => {
  const found = grounds.find((candidate) => candidate.slug === slug);
  if (found === undefined) throw new Error(`no invented ground is ${slug}`);
  return found;
};
const textOf = (key: string) =>
  grounds.flatMap((each) => elementsOf(each, "en")).find((element) => element.key === key)?.text ?? null;
const inEnglish = { language: "en", textOf } as const;

test("a whole draft becomes the body of the request, with the version that was read", () => {
  expect(assessBody(draft, 3)).toEqual({
    grounds: ["ncii"],
    manifest: "manifest",
    minor: "no",
    reasons: "Seen.",
    publicReasons: null,
    grade: null,
    seen: 3,
  });
  expect(assessBody({ ...draft, publicReasons: " For them. " }, 0)?.publicReasons).toBe("For them.");
});

test("each missing answer is named", () => {
  expect(assessGaps(empty)).toEqual(["ground", "manifest", "minor", "reasons"]);
  expect(assessBody(empty, 0)).toBeNull();
});

test("a grade is stated by somebody, or not at all", () => {
  const grade = { scale: "iwf", grade: "B", statedBy: null } as const;
  expect(assessGaps({ ...draft, grade })).toEqual(["grade"]);
  expect(assessGaps({ ...draft, grade: { ...grade, statedBy: "iwf", grade: " " } })).toEqual(["grade"]);
  expect(assessBody({ ...draft, grade: { ...grade, statedBy: "iwf" } }, 0)?.grade).toEqual({
    scale: "iwf",
    grade: "B",
    statedBy: "iwf",
  });
});

test("what is not illegal needs no ground, but its reasons", () => {
  expect(assessGaps({ ...draft, grounds: [], manifest: "not_illegal" })).toEqual([]);
  expect(assessGaps({ ...draft, grounds: [], manifest: "not_illegal", reasons: "" })).toEqual(["reasons"]);
});

test("ticked elements join the reasons once", () => {
  const once = withElements("Seen.", ["An image", "No consent"]);
  expect(once).toBe("Seen.\n- An image\n- No consent");
  expect(withElements(once, ["An image"])).toBe(once);
  expect(withElements("", ["An image"])).toBe("- An image");
});

test("one key for a proposed ground and one for the question about minors leave nothing to fill", () => {
  for (const each of grounds) {
    const chosen = { ...empty, ...toggleGround(empty, each, inEnglish) };
    expect(assessGaps({ ...chosen, minor: "no" }), each.slug).toEqual([]);
  }
});

test("reasons follow the ticks until somebody writes their own", () => {
  const chosen = { ...empty, ...toggleGround(empty, ground("hate-insult"), inEnglish) };
  expect(chosen.reasons).toBe(
    "- An outrageous expression\n- Made in public\n- On account of origin or belonging",
  );
  const fewer = { ...chosen, ...tickElements(chosen, chosen.ticked.slice(1), textOf) };
  expect(fewer.reasons).toBe("- Made in public\n- On account of origin or belonging");
  const own = { ...fewer, reasons: "My own words." };
  expect(tickElements(own, [], textOf).reasons).toBe("My own words.");
});

test("choosing a ground and letting it go leaves the others and what was written", () => {
  const some = fc.subarray([...grounds], { minLength: 0, maxLength: 4 });
  fc.assert(
    fc.property(some, fc.constantFrom(...grounds), fc.constantFrom("", "Mine."), (before, one, reasons) => {
      let start: AssessDraft = { ...empty, reasons };
      for (const each of before) {
        if (each !== one) start = { ...start, ...toggleGround(start, each, inEnglish) };
      }
      const on = { ...start, ...toggleGround(start, one, inEnglish) };
      const off = { ...on, ...toggleGround(on, one, inEnglish) };
      expect(off.grounds).toEqual(start.grounds);
      expect(off.ticked).toEqual(start.ticked);
      expect(off.reasons).toBe(start.reasons);
    }),
  );
});
