import { handlings } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allGrounds, findGround } from "../catalogue/installed-catalogue.ts";
import { dutiesFor, groundsNamedInDuties } from "./duty-reminders-rules.ts";

test("a case about a minor reminds of every duty, and of CPP art. 40 in a public body only", () => {
  const facts = { grounds: ["csam-depiction"], handling: "no_fetch" as const };
  expect(dutiesFor({ ...facts, publicBody: false })).toEqual(["dsa_18", "cp_434_1", "cp_434_3"]);
  expect(dutiesFor({ ...facts, publicBody: true })).toEqual(["dsa_18", "cp_434_1", "cp_434_3", "cpp_40"]);
});

test("threats may be a crime to prevent; a civil matter reminds of nothing", () => {
  expect(dutiesFor({ grounds: ["threats"], handling: "normal", publicBody: false })).toEqual([
    "dsa_18",
    "cp_434_1",
  ]);
  expect(dutiesFor({ grounds: ["image-right"], handling: "normal", publicBody: true })).toEqual([]);
  expect(dutiesFor({ grounds: ["fraud"], handling: "normal", publicBody: true })).toEqual(["cpp_40"]);
  expect(dutiesFor({ grounds: [], handling: "unknown", publicBody: true })).toEqual([]);
});

test("a private hotline is never reminded of a duty of public bodies, and more grounds never remind of less", () => {
  const slugs = fc.subarray(allGrounds().map(({ slug }) => slug));
  fc.assert(
    fc.property(
      slugs,
      slugs,
      fc.constantFrom(...handlings),
      fc.boolean(),
      (some, more, handling, publicBody) => {
        const few = dutiesFor({ grounds: some, handling, publicBody });
        if (!publicBody) expect(few).not.toContain("cpp_40");
        expect(dutiesFor({ grounds: [...some, ...more], handling, publicBody })).toEqual(
          expect.arrayContaining(few),
        );
      },
    ),
  );
});

test("every ground that the rules name is in the catalogue", () => {
  for (const slug of groundsNamedInDuties) expect(findGround(slug), slug).toBeDefined();
});
