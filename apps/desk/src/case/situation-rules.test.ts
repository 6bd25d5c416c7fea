import { situationBody } from "@vigie/contract";
import { expect, test } from "vitest";
import { countryName, saidOf, situationDraft, situationOf } from "./situation-rules.ts";

const unsaid = situationBody.parse({});

test("an untouched form says nothing", () => {
  expect(saidOf(unsaid)).toEqual([]);
  expect(situationOf(situationDraft(unsaid))).toEqual(unsaid);
});

test("only what was said is repeated", () => {
  expect(saidOf({ ...unsaid, blackmail: "threatened", minor: "no" })).toEqual(["blackmail", "minor"]);
});

test("a country is two letters in any case, or nothing at all", () => {
  const draft = situationDraft(unsaid);
  expect(situationOf({ ...draft, country: " be " })?.country).toBe("BE");
  expect(situationOf({ ...draft, country: "B" })).toBeNull();
  expect(situationOf({ ...draft, country: "Belgique" })).toBeNull();
});

test("a code is read back as a name, so that a slip shows", () => {
  expect(countryName("be", "fr")).toBe("Belgique");
  expect(countryName("CH", "en")).toBe("Switzerland");
  expect(countryName("ZZZ", "en")).toBeNull();
  expect(countryName("QQ", "en")).toBeNull();
});
