import { type Situation, situationBody } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyGrounds, anySituation, groundNamed } from "../../../../test/plan-request.ts";
import { allGrounds, findGround } from "../catalogue/installed-catalogue.ts";
import { type PlanFacts, planFacts } from "./plan-facts-rules.ts";

function factsOf(slugs: readonly string[], situation: Partial<Situation> = {}): PlanFacts {
  return planFacts(slugs.map(groundNamed), situationBody.parse(situation), findGround);
}

const codesOf = ({ unknowns }: PlanFacts) => unknowns.map((one) => ("code" in one ? one.code : ""));

test("where one person is concerned and nobody said otherwise, the uploader is taken for hostile, and the plan says so", () => {
  for (const slug of ["ncii", "threats", "cyberharassment", "identity-theft", "image-right"]) {
    const facts = factsOf([slug]);
    expect(facts, slug).toMatchObject({ hostile: true, hostileAssumed: true });
    expect(codesOf(facts), slug).toContain("hostile_assumed");
  }
});

test("where a minor is concerned the careful rule goes without saying", () => {
  const facts = factsOf(["csam-depiction"]);
  expect(facts).toMatchObject({ hostile: true, hostileAssumed: true });
  expect(codesOf(facts)).not.toContain("hostile_assumed");
});

test("content against nobody in particular has no hostile uploader until somebody says so", () => {
  for (const slug of ["hate-incitement", "terrorism", "fraud", "counterfeit", "false-news-press"]) {
    expect(factsOf([slug]), slug).toMatchObject({ hostile: false, hostileAssumed: false });
    expect(factsOf([slug], { uploaderHostile: "yes" }), slug).toMatchObject({
      hostile: true,
      hostileAssumed: false,
    });
  }
});

test("somebody who says that the uploader means no harm is believed, except where there is blackmail", () => {
  const calm = factsOf(["ncii"], { uploaderHostile: "no" });
  expect(calm).toMatchObject({ hostile: false, hostileAssumed: false });
  expect(codesOf(calm)).not.toContain("contradiction_hostile");

  for (const facts of [
    factsOf(["ncii"], { uploaderHostile: "no", blackmail: "threatened" }),
    factsOf(["adult-sextortion"], { uploaderHostile: "no" }),
  ]) {
    expect(facts.hostile).toBe(true);
    expect(codesOf(facts)).toContain("contradiction_hostile");
  }
});

test("blackmail that is said counts as a topic of its own, whatever the ground", () => {
  expect(factsOf(["hate-incitement"], { blackmail: "under_way" }).topics).toContain("blackmail");
  expect(factsOf(["hate-incitement"]).topics).not.toContain("blackmail");
});

test("every ground that forbids fetching concerns a minor, even when somebody says that nobody is under 18", () => {
  const forbidding = allGrounds().filter(({ handling }) => handling === "no_fetch");
  expect(forbidding.length).toBeGreaterThan(5);
  for (const { slug } of forbidding) {
    expect(factsOf([slug]).minor, slug).toBe(true);
    const denied = factsOf([slug], { minor: "no" });
    expect(denied.minor, slug).toBe(true);
    expect(denied.unknowns, slug).toContainEqual({ code: "contradiction_minor", values: { ground: slug } });
  }
});

test("a ground about adults gives way to its variant for minors, and the plan says so", () => {
  const withVariant = allGrounds().filter(({ minorVariant }) => minorVariant !== null);
  expect(withVariant.length).toBeGreaterThan(3);
  for (const { slug, minorVariant } of withVariant) {
    const facts = factsOf([slug], { minor: "yes" });
    expect(facts.grounds.map((ground) => ground.slug)).toEqual([minorVariant]);
    expect(codesOf(facts)).toContain("minor_variant");
    expect(facts.topics).toContain("minors");
    expect(factsOf([slug], { minor: "no" }).grounds.map((ground) => ground.slug)).toEqual([slug]);
  }
});

test("a ground for minors beside one for adults turns both into what concerns minors, each once", () => {
  const facts = factsOf(["csam-depiction", "ncii", "voyeurism"]);
  expect(facts.grounds.map(({ slug }) => slug)).toEqual(["csam-depiction"]);
  expect(codesOf(facts)).toContain("minor_variant");
});

test("a variant that the catalogue lacks leaves the ground as it is, and the minor is still a minor", () => {
  const facts = planFacts([groundNamed("ncii")], situationBody.parse({ minor: "yes" }), () => undefined);
  expect(facts.grounds.map(({ slug }) => slug)).toEqual(["ncii"]);
  expect(facts.minor).toBe(true);
  expect(codesOf(facts)).not.toContain("minor_variant");
});

test("an age that nobody told is asked for where intimate images or blackmail are at stake, and only there", () => {
  for (const [slugs, situation] of [
    [["ncii"], {}],
    [["adult-sextortion"], {}],
    [["hate-incitement"], { blackmail: "threatened" }],
  ] as const) {
    const facts = factsOf(slugs, situation);
    expect(facts.ageUnknown).toBe(true);
    expect(codesOf(facts)).toContain("age_unknown");
  }
  expect(factsOf(["fraud"]).ageUnknown).toBe(false);
  expect(factsOf(["ncii"], { minor: "no" }).ageUnknown).toBe(false);
  expect(factsOf(["ncii"], { minor: "yes" }).ageUnknown).toBe(false);
});

test("life may be in danger for the most urgent grounds, but not because of blackmail alone", () => {
  for (const slug of ["threats", "suicide-provocation", "terrorism", "doxing"]) {
    expect(factsOf([slug]).danger, slug).toBe(true);
  }
  for (const slug of ["adult-sextortion", "ncii", "hate-incitement", "fraud"]) {
    expect(factsOf([slug]).danger, slug).toBe(false);
  }
  expect(factsOf(["fraud", "threats"]).danger).toBe(true);
});

test("without a ground nothing is known, unless the situation itself says what it is about", () => {
  expect(factsOf([])).toMatchObject({
    minor: false,
    hostile: false,
    intimate: false,
    danger: false,
    unknowns: [],
  });
  expect([...factsOf([]).topics]).toEqual([]);
  expect([...factsOf([], { blackmail: "threatened" }).topics]).toEqual(["blackmail"]);
  expect([...factsOf([], { minor: "yes" }).topics]).toEqual(["minors"]);
});

test("an unknown answer is never read as better than any answer that could be given", () => {
  fc.assert(
    fc.property(anyGrounds, anySituation, (grounds, situation) => {
      const read = (over: Partial<Situation>) => planFacts(grounds, { ...situation, ...over }, findGround);
      const unsure = read({ uploaderHostile: "unknown" });
      if (unsure.hostile) return;
      // What is read as calm: content that concerns no one person, and requests about one's own data.
      if (grounds.some(({ family }) => family === "data_protection")) return;
      expect(read({ uploaderHostile: "no" }).hostile).toBe(false);
      expect(unsure.minor).toBe(false);
      for (const topic of ["intimate_image", "blackmail", "harassment", "threats", "privacy"] as const) {
        expect(unsure.topics).not.toContain(topic);
      }
    }),
  );
});

test("a worse answer never makes the facts milder", () => {
  fc.assert(
    fc.property(anyGrounds, anySituation, (grounds, situation) => {
      const read = (over: Partial<Situation>) => planFacts(grounds, { ...situation, ...over }, findGround);
      const hostile = (["no", "unknown", "yes"] as const).map(
        (uploaderHostile) => read({ uploaderHostile }).hostile,
      );
      expect(hostile).toEqual([...hostile].sort());
      const stages = (["none", "threatened", "under_way"] as const).map(
        (blackmail) => read({ blackmail }).hostile,
      );
      expect(stages).toEqual([...stages].sort());
      const minor = (["no", "unknown", "yes"] as const).map((said) => read({ minor: said }).minor);
      expect(minor).toEqual([...minor].sort());
      expect(read({ minor: "yes" }).minor).toBe(true);
    }),
  );
});

test("what was given is left as it was", () => {
  const given = Object.freeze([groundNamed("ncii"), groundNamed("threats")]);
  planFacts(given, Object.freeze(situationBody.parse({ minor: "yes" })), findGround);
  expect(given.map(({ slug }) => slug)).toEqual(["ncii", "threats"]);
});
