import { type Situation, situationBody } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyGrounds, anySituation, groundNamed } from "../../../../test/plan-request.ts";
import type { Authority } from "../catalogue/authority-schema.ts";
import { allAuthorities, allGrounds, findAuthority, findGround } from "../catalogue/installed-catalogue.ts";
import { choosePeople } from "./choose-people-rules.ts";
import { planFacts } from "./plan-facts-rules.ts";
import type { Person } from "./plan-types.ts";

const european =
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split(" ");
const beyond = ["CH", "CA", "US", "GB"];
const unheardOf = ["ZW", "JP", "AQ", "XX"];

function peopleFor(slugs: readonly string[], country: string, situation: Partial<Situation> = {}) {
  const facts = planFacts(slugs.map(groundNamed), situationBody.parse(situation), findGround);
  return choosePeople(allAuthorities(), facts, country, "FR");
}

const isEmergency = ({ authority }: Person) => authority.kind === "emergency";

function row(slug: string, over: Partial<Authority>): Authority {
  const known = findAuthority("3018");
  if (!known) throw new Error("3018 is in the catalogue");
  return { ...known, slug, ...over };
}

test.each([
  ...european,
  ...beyond,
])("in %s, the number for emergencies comes first where a life may be in danger", (country) => {
  for (const slug of ["threats", "suicide-provocation", "terrorism"]) {
    const [first, ...others] = peopleFor([slug], country);
    expect(first, slug).toMatchObject({ urgent: true, authority: { kind: "emergency", phoneBy: "call" } });
    expect(others.filter(({ urgent }) => urgent)).toEqual([]);
  }
});

test.each([
  ...european,
  ...beyond,
])("in %s, it is named last and without alarm where nobody is in danger", (country) => {
  for (const slug of ["ncii", "fraud", "hate-incitement", "adult-sextortion", "gdpr-erasure"]) {
    const people = peopleFor([slug], country);
    expect(people.findIndex(isEmergency), slug).toBe(people.length - 1);
    expect(people.every(({ urgent }) => !urgent)).toBe(true);
  }
});

test("112 answers everywhere in Europe, the number of the country elsewhere", () => {
  for (const country of european) {
    const [first] = peopleFor(["threats"], country);
    expect(first?.authority.phone, country).toMatch(/\b112\b/);
    expect([country, "EU"]).toContain(first?.authority.country);
  }
  const numberIn = (country: string) => peopleFor(["threats"], country)[0]?.authority.phone;
  expect(numberIn("CA")).toBe("911");
  expect(numberIn("US")).toBe("911");
  expect(numberIn("CH")).toMatch(/117/);
  expect(numberIn("GB")).toMatch(/999/);
});

test.each(
  unheardOf,
)("in %s, of which nothing is known, the lines of the hotline's country are named, never its number for emergencies", (country) => {
  for (const { slug } of allGrounds()) {
    const people = peopleFor([slug], country);
    expect(people.length, slug).toBeGreaterThan(0);
    for (const { authority, urgent } of people) {
      expect(authority, slug).toMatchObject({ kind: "helpline", country: "FR" });
      expect(urgent).toBe(false);
    }
  }
});

test("there is somebody to call for every mixture of grounds, situation and country, each of them once", () => {
  const anyCountry = fc.constantFrom(...european, ...beyond, ...unheardOf);
  fc.assert(
    fc.property(anyGrounds, anySituation, anyCountry, anyCountry, (grounds, situation, country, home) => {
      const facts = planFacts(grounds, situation, findGround);
      const people = choosePeople(allAuthorities(), facts, country, home);
      expect(people.length).toBeGreaterThan(0);
      expect(people.length).toBeLessThanOrEqual(5);
      expect(new Set(people.map(({ authority }) => authority.slug)).size).toBe(people.length);
      for (const [index, { authority, urgent }] of people.entries()) {
        expect(authority.phone ?? authority.url ?? authority.email).not.toBeNull();
        expect(["emergency", "helpline", "hotline"]).toContain(authority.kind);
        expect(urgent).toBe(index === 0 && facts.danger && authority.kind === "emergency");
        if (facts.minor) expect(authority.ages, authority.slug).not.toBe("adults");
        else if (!facts.ageUnknown) expect(authority.ages, authority.slug).not.toBe("minors");
      }
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

test("somebody under 18 meets the lines made for them first", () => {
  expect(peopleFor(["csam-depiction"], "FR")[0]?.authority.ages).toBe("minors");
  expect(peopleFor(["csam-depiction"], "CA")[0]?.authority.ages).toBe("minors");
});

test("a line that a ground names comes before one that only fits its topic, and one with a phone before one without", () => {
  const ground = groundNamed("ncii");
  const rows = [
    row("b-topic", { topics: ["intimate_image"], phone: null, url: "https://b.example/" }),
    row("a-topic", { topics: ["intimate_image"], phone: null, url: "https://a.example/" }),
    row("with-phone", { topics: ["intimate_image"], phone: "1" }),
    row(ground.support[0] ?? "", { topics: ["intimate_image"], phone: "2" }),
    row("off-topic", { topics: ["hate"], phone: "3" }),
    row("nowhere", { topics: ["intimate_image"], phone: null, url: null, email: null }),
  ];
  const facts = planFacts([ground], situationBody.parse({ minor: "no" }), findGround);
  expect(choosePeople(rows, facts, "FR").map(({ authority }) => authority.slug)).toEqual([
    ground.support[0],
    "with-phone",
    "a-topic",
    "b-topic",
  ]);
});

test("however many lines there are, the number for emergencies keeps its place", () => {
  const lines = Array.from({ length: 12 }, (_, index) => row(`line-${index}`, { topics: ["threats"] }));
  const emergency = row("emergency", { kind: "emergency" });
  const facts = planFacts([groundNamed("threats")], situationBody.parse({}), findGround);
  const people = choosePeople([...lines, emergency], facts, "FR");
  expect(people).toHaveLength(5);
  expect(people[0]).toMatchObject({ urgent: true, authority: { slug: "emergency" } });
  const calm = planFacts(
    [groundNamed("fraud"), groundNamed("crime-provocation")],
    situationBody.parse({}),
    findGround,
  );
  expect(choosePeople([...lines, emergency], calm, "FR").at(-1)).toMatchObject({
    urgent: false,
    authority: { slug: "emergency" },
  });
});

test("where neither country has anybody, whoever can be reached is named", () => {
  const rows = [
    row("nowhere", { country: "US", phone: null, url: null, email: null }),
    row("a-line", { country: "US" }),
  ];
  const facts = planFacts([groundNamed("ncii")], situationBody.parse({ minor: "no" }), findGround);
  const named = choosePeople(rows, facts, "ZW", "AQ").map(({ authority }) => authority.slug);
  expect(named).toEqual(["a-line"]);
});
