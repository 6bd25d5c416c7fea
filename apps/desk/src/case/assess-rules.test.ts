import { expect, test } from "vitest";
import { type AssessDraft, assessBody, assessGaps, withElements } from "./assess-rules.ts";

const draft: AssessDraft = { grounds: ["ncii"], manifest: "manifest", minor: "no", reasons: " Seen. " };

test("a whole draft becomes the body of the request", () => {
  expect(assessBody(draft)).toEqual({
    grounds: ["ncii"],
    manifest: "manifest",
    minor: "no",
    reasons: "Seen.",
  });
});

test("each missing answer is named", () => {
  const empty: AssessDraft = { grounds: [], manifest: null, minor: null, reasons: " " };
  expect(assessGaps(empty)).toEqual(["ground", "manifest", "minor", "reasons"]);
  expect(assessBody(empty)).toBeNull();
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
