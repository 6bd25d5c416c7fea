import fc from "fast-check";
import { expect, test } from "vitest";
import { nextScreen, noAnswers, questions, readHelpForm } from "./help-answers-rules.ts";

const isService = (slug: string) => slug === "instagram";
const read = (body: unknown) => readHelpForm(body, isService);

test("what was said is read, field by field", () => {
  const body = { at: "age", age: "minor", service: "instagram", country: "BE", paid: "no", kind: "hate" };
  const answers = {
    ...noAnswers,
    age: "minor",
    service: "instagram",
    country: "BE",
    paid: "no",
    kind: "hate",
  };
  expect(read(body)).toEqual({ at: "age", act: "", answers });
});

test("a button counts more than the answer it changes, and an empty one takes it back", () => {
  expect(read({ age: ["minor", "adult"] }).answers.age).toBe("adult");
  expect(read({ age: ["minor", ""] }).answers.age).toBeNull();
});

test("the list beside the buttons counts only when it was sent itself", () => {
  const list = { at: "service", service: "other", service_more: "instagram" };
  expect(read(list).answers.service).toBe("other");
  expect(read({ ...list, do: "more" }).answers.service).toBe("instagram");
});

test("what the form cannot send counts as not said", () => {
  for (const value of ["<b>", "yes\u0000", "MINOR", "x".repeat(200_000), 7, null, {}, ["a", 3]]) {
    const body = Object.fromEntries(questions.map((question) => [question, value]));
    expect(read(body).answers).toEqual(noAnswers);
  }
  for (const body of [null, undefined, "", 7, []]) expect(read(body).answers).toEqual(noAnswers);
});

test("a country we do not know is kept as one, and marks that nobody sees are taken off", () => {
  expect(read({ country: "JP" }).answers.country).toBe("JP");
  expect(read({ country: "ZZ" }).answers.country).toBe("ZZ");
  expect(read({ country: "\u202Ebe\u202C \u200F" }).answers.country).toBe("BE");
  expect(read({ country: "Atlantis" }).answers.country).toBeNull();
});

test("the questions come one after the other; one may go back, skip the rest, or begin again", () => {
  const asked = ["age", "service", "country"] as const;
  expect(nextScreen(asked, "age", "")).toBe("service");
  expect(nextScreen(asked, "age", "more")).toBe("service");
  expect(nextScreen(asked, "country", "")).toBe("page");
  expect(nextScreen(asked, "service", "back")).toBe("age");
  expect(nextScreen(asked, "age", "back")).toBe("age");
  expect(nextScreen(asked, "age", "page")).toBe("page");
  expect(nextScreen(asked, "page", "ask")).toBe("age");
  expect(nextScreen(asked, "page", "show")).toBe("page");
  expect(nextScreen(asked, "service", "show")).toBe("service");
  expect(nextScreen(asked, "paid", "")).toBe("page");
});

test("no posted words make the reading fail", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.string()),
    fc.integer(),
    fc.constant(null),
  );
  const name = fc.oneof(fc.constantFrom<string>(...questions, "at", "do", "__proto__"), fc.string());
  fc.assert(
    fc.property(fc.dictionary(name, value), (body) => {
      const { answers, at, act } = read(body);
      for (const question of questions) {
        const said = answers[question];
        if (said !== null) expect(said).toMatch(/^[a-z_-]+$|^[A-Z]{2}$/);
      }
      expect(["page", ...questions]).toContain(nextScreen(questions, at, act));
    }),
  );
});
