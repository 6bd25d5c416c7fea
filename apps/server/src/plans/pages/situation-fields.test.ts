import { situationBody } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  draftOfSituation,
  situationChoices,
  situationFields,
  situationFromFields,
} from "./situation-fields.ts";

test("a form that is sent back as it was shown changes nothing", () => {
  const situation = situationBody.parse({
    blackmail: "threatened",
    standing: "representative",
    country: "BE",
  });
  expect(situationFromFields(draftOfSituation(situation))).toEqual({ kind: "said", situation });
  const silent = situationBody.parse({});
  expect(situationFromFields(draftOfSituation(silent))).toEqual({ kind: "said", situation: silent });
});

test("what was left out counts as not said", () => {
  expect(situationFromFields({})).toEqual({ kind: "said", situation: situationBody.parse({}) });
});

test("what the form cannot send is named, field by field", () => {
  expect(situationFromFields({ minor: "perhaps", country: "france", standing: "hotline" })).toEqual({
    kind: "wrong",
    wrong: ["minor", "standing", "country"],
  });
});

test("every choice of the form is one of the contract", () => {
  for (const [field, choices] of Object.entries(situationChoices)) {
    for (const value of choices) expect(situationFromFields({ [field]: value }).kind).toBe("said");
  }
});

test("no words in the fields make the reading fail", () => {
  const field = fc.constantFrom(...situationFields);
  fc.assert(
    fc.property(fc.dictionary(field, fc.string({ unit: "binary" })), (fields) => {
      expect(["said", "wrong"]).toContain(situationFromFields(fields).kind);
    }),
  );
});
