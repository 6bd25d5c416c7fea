import { readdirSync, readFileSync } from "node:fs";
import {
  type Language,
  type PlanPerson,
  type PlanView,
  planView,
  stepKinds,
  uploaderLearnsCodes,
} from "@vigie/contract";
import { expect, test } from "vitest";
import {
  catalogueRows,
  groundNamed,
  mainSituations,
  pageAt,
  planRequest,
} from "../../../../test/plan-request.ts";
import type { Authority } from "../catalogue/authority-schema.ts";
import {
  allAuthorities,
  allGrounds,
  allServices,
  findAuthority,
  findService,
} from "../catalogue/installed-catalogue.ts";
import { supplies } from "../catalogue/row-parts.ts";
import { chooseRoute } from "./choose-route-rules.ts";
import { explainPlan } from "./explain-plan.ts";
import en from "./plan-en.json" with { type: "json" };
import fr from "./plan-fr.json" with { type: "json" };
import type { ChosenPlan, PlanRequest } from "./plan-types.ts";

const sentences: Record<Language, Readonly<Record<string, string>>> = { fr, en };
const languages = ["fr", "en"] as const;

function explain(plan: ChosenPlan, request: PlanRequest, language: Language = "en"): PlanView {
  return explainPlan(plan, request, {
    language,
    timeZone: "Europe/Paris",
    doneBy: new Map([["flag:x", "Ada"]]),
  });
}

/** Every text of a plan that a person reads. */
function textsOf(view: PlanView): string[] {
  const personTexts = ({ name, takes, hours, phone }: PlanPerson) => [name, takes, hours, phone];
  return [
    view.says,
    ...view.grounds.map(({ label }) => label),
    ...view.people.flatMap(personTexts),
    ...view.steps.flatMap((step) => [
      step.title,
      step.recipient.name,
      step.channel.label,
      ...step.why,
      step.learns.text,
      ...step.supply,
      ...step.cautions,
      step.due.text,
      step.next?.text ?? null,
      step.after?.text ?? null,
      step.fact.text,
    ]),
    ...view.clocks.map(({ text }) => text),
    ...view.avoided.flatMap(({ name, why }) => [name, why]),
    ...view.unknowns,
    ...view.repeats.flatMap(({ service, text }) => [service, text]),
  ].filter((text) => text !== null);
}

/** Names stay what they are in every language; the law is quoted as it is written. */
const properNames = [
  ...allServices().flatMap(({ names }) => names),
  ...allAuthorities().flatMap(({ name }) => name),
  ...allGrounds().flatMap(({ pressLimitation }) => pressLimitation?.law ?? []),
].sort((a, b) => b.length - a.length);

function withoutNames(text: string): string {
  return properNames.reduce((left, name) => left.replaceAll(name, " "), text);
}

// Words that the other language does not have: two of them are no accident.
const tellTale = {
  fr: /(?<![\p{L}’'-])(?:le|la|les|des|du|une|est|sont|vous|votre|pour|dans|avec|ce|cette|qui|que|ne|pas|aux|et|ou|où|être|peut|par)(?![\p{L}’'-])/giu,
  en: /(?<![\p{L}’'-])(?:the|and|of|for|you|your|with|is|are|this|not|who|whom|that|from|to|by|have|has|be|it|its)(?![\p{L}’'-])/giu,
} as const;

function soundsLike(language: Language, text: string): boolean {
  const words = withoutNames(text).match(tellTale[language]) ?? [];
  return new Set(words.map((word) => word.toLowerCase())).size >= 2;
}

const looksLikeCode = /^[a-z0-9]+(?:[_:][a-z0-9_:]+)+$|\{[a-z]+[,}]|undefined|\[object|\bNaN\b|Invalid Date/;

test("both languages have the same sentences with the same places to fill", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
  const placesOf = (text: string) => [...new Set(text.match(/\{(\w+)(?=[},])/g))].sort();
  for (const key of Object.keys(fr)) {
    expect(placesOf(sentences.en[key] ?? ""), key).toEqual(placesOf(sentences.fr[key] ?? ""));
    expect(sentences.fr[key]?.trim(), key).not.toBe("");
    expect(sentences.en[key]?.trim(), key).not.toBe("");
  }
});

test("each sentence is written in its own language", () => {
  expect(soundsLike("fr", "Cette page est encore en ligne, et vous pouvez la signaler.")).toBe(true);
  expect(soundsLike("en", "This page is still online, and you may report it.")).toBe(true);
  for (const key of Object.keys(fr)) {
    expect.soft(soundsLike("fr", sentences.en[key] ?? ""), `French in the English ${key}`).toBe(false);
    expect.soft(soundsLike("en", sentences.fr[key] ?? ""), `English in the French ${key}`).toBe(false);
  }
});

/** The codes that the rules and use cases write, read in their source: what no combination of today meets counts too. */
function codesInSource(): Set<string> {
  const codes = new Set<string>();
  const folder = new URL("./", import.meta.url);
  for (const file of readdirSync(folder).filter((name) => /(?:-rules|-of-\w+)\.ts$/.test(name))) {
    const source = readFileSync(new URL(file, folder), "utf8");
    for (const [, expression = ""] of source.matchAll(/\bcode: ([^,;}]+)/g)) {
      const chosen = expression.replace(/(?:[!=]==? |\.has\()"\w+"/g, "");
      for (const [, code = ""] of chosen.matchAll(/"([a-z0-9_]+)"/g)) {
        if (!uploaderLearnsCodes.some((known) => known === code)) codes.add(code);
      }
    }
    for (const [, why = ""] of source.matchAll(/kind: "avoided", why: "(\w+)"/g)) codes.add(`avoid_${why}`);
  }
  return codes;
}

test("every code that the rules use has a sentence, and so has everything that a step can be or ask for", () => {
  const codes = codesInSource();
  expect(codes.size).toBeGreaterThan(50);
  const needed = [
    ...codes,
    ...stepKinds.map((kind) => `title_${kind}`),
    ...supplies.map((supply) => `supply_${supply}`),
    ...uploaderLearnsCodes.map((code) => `learns_${code}`),
  ];
  for (const language of languages) {
    expect(needed.filter((code) => sentences[language][code] === undefined)).toEqual([]);
  }
});

test("no sentence waits for a code that nothing uses", () => {
  const folder = new URL("./", import.meta.url);
  const source = readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const made = new Set([
    ...codesInSource(),
    ...stepKinds.flatMap((kind) => [`title_${kind}`, `why_${kind}`]),
    ...supplies.map((supply) => `supply_${supply}`),
    ...uploaderLearnsCodes.map((code) => `learns_${code}`),
  ]);
  const isSaid = (key: string) => made.has(key) || source.includes(`"${key}"`);
  expect(Object.keys(fr).filter((key) => !isSaid(key.replace(/_hotline$/, "")))).toEqual([]);
});

test("every ground, at every service, in the main situations, is told whole, in both languages and in no mixture of them", () => {
  const heard: Record<Language, Set<string>> = { fr: new Set(), en: new Set() };
  const catalogue = catalogueRows();
  let told = 0;
  for (const ground of allGrounds()) {
    for (const service of [null, ...allServices()]) {
      for (const situation of mainSituations) {
        const request = planRequest({ grounds: [ground], subjects: [pageAt(service)], situation });
        const plan = chooseRoute(request, catalogue);
        const views = { fr: explain(plan, request, "fr"), en: explain(plan, request, "en") };
        for (const language of languages)
          for (const text of textsOf(views[language])) heard[language].add(text);
        if (textsOf(views.fr).length !== textsOf(views.en).length)
          expect.fail(`${ground.slug} ${service?.slug}`);
        told += 1;
      }
    }
  }
  expect(told).toBe(allGrounds().length * (allServices().length + 1) * mainSituations.length);
  for (const language of languages) {
    const other = language === "fr" ? "en" : "fr";
    const texts = [...heard[language]];
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.filter((text) => text.trim() === "" || looksLikeCode.test(text))).toEqual([]);
    expect(texts.filter((text) => Object.hasOwn(fr, text))).toEqual([]);
    expect(texts.filter((text) => soundsLike(other, text))).toEqual([]);
  }
}, 300_000);

test("what is told has the shape of the contract, whatever was ticked, removed or left unsaid", () => {
  const catalogue = catalogueRows();
  for (const slug of ["ncii", "gdpr-erasure", "defamation", "csam-depiction", "threats", "fraud"]) {
    for (const situation of mainSituations) {
      for (const service of [null, findService("instagram") ?? null, findService("google-search") ?? null]) {
        const open = planRequest({ grounds: [groundNamed(slug)], subjects: [pageAt(service)], situation });
        const { steps } = chooseRoute({ ...open, removed: new Set([0]) }, catalogue);
        const done = new Map(steps.map(({ id }) => [id, new Date("2026-11-20T08:00:00Z")]));
        const request = { ...open, done, removed: new Set([0]), publishedOn: null };
        for (const language of languages) {
          const view = explain(chooseRoute(request, catalogue), request, language);
          expect(planView.parse(view)).toEqual(view);
          expect(view.steps.every((step) => step.done !== null)).toBe(true);
        }
      }
    }
  }
});

test("a step whose facts nobody read on an official page says that it is not verified", () => {
  const catalogue = catalogueRows();
  let unverified = 0;
  for (const service of allServices()) {
    for (const slug of ["ncii", "hate-incitement", "fraud"]) {
      const request = planRequest({
        grounds: [groundNamed(slug)],
        subjects: [pageAt(service)],
        situation: { uploaderHostile: "no", minor: "no", standing: "victim" },
      });
      const plan = chooseRoute(request, catalogue);
      for (const [index, { fact }] of explain(plan, request).steps.entries()) {
        const row = plan.steps[index]?.channel ?? plan.steps[index]?.authority;
        if (!row) continue;
        const read = row.dateSeen !== "unverified" && row.evidence !== "memory";
        expect(fact.verified).toBe(read && row.evidence === "official");
        if (!read) {
          unverified += 1;
          expect(fact.text).toBe("Not verified.");
        } else expect(fact.text).toMatch(/^(?:Checked|Read) on \d{1,2} \w+ \d{4}/);
      }
    }
  }
  expect(unverified).toBeGreaterThan(0);
});

function authority(over: Partial<Authority>): Authority {
  const known = findAuthority("3018");
  if (!known) throw new Error("3018 is in the catalogue");
  return { ...known, ...over };
}

test("somebody is said to be there now only where a dated official source gives the hours", () => {
  const text = { fr: "de 9 h à 23 h", en: "9 am to 11 pm" };
  const dated = { text, evidence: "official" as const, dateSeen: "2026-11-01", sourceUrl: null };
  const schedule = { timeZone: "Europe/Paris", spans: [{ days: [6], from: "09:00", to: "23:00" }] };
  const request = planRequest({ grounds: [groundNamed("ncii")], now: new Date("2026-11-21T21:59:00Z") });
  const plan = chooseRoute(request, catalogueRows());
  const personAt = (hours: Authority["hours"], now: Date) =>
    explain({ ...plan, people: [{ authority: authority({ hours }), urgent: false }] }, { ...request, now })
      .people[0];

  const saturdayEvening = new Date("2026-11-21T21:59:00Z");
  const saturdayNight = new Date("2026-11-21T22:00:00Z");
  expect(personAt({ ...dated, schedule }, saturdayEvening)).toMatchObject({
    open: "open",
    hours: "9 am to 11 pm",
  });
  expect(personAt({ ...dated, schedule }, saturdayNight)?.open).toBe("closed");
  expect(personAt({ ...dated, schedule: null }, saturdayEvening)).toMatchObject({
    open: "unknown",
    hours: "9 am to 11 pm",
  });
  expect(personAt(null, saturdayEvening)).toMatchObject({ open: "unknown", hours: null });
});

test("nobody of the catalogue is said to be open without a schedule", () => {
  const catalogue = catalogueRows();
  for (const ground of allGrounds()) {
    for (const country of ["FR", "BE", "CH", "LU", "DE", "CA", "US", "GB"]) {
      const request = planRequest({ grounds: [ground], situation: { country } });
      for (const { slug, open, verified } of explain(chooseRoute(request, catalogue), request).people) {
        const row = findAuthority(slug);
        expect(open !== "unknown", slug).toBe(row?.hours?.schedule != null);
        if (row?.evidence !== "official" || row.dateSeen === "unverified") expect(verified).toBe(false);
      }
    }
  }
});

test("the month of the law is told as law, the other times as a proposal", () => {
  const request = planRequest({
    grounds: [groundNamed("gdpr-erasure")],
    subjects: [pageAt(null)],
    situation: { standing: "victim", uploaderHostile: "no", minor: "no" },
  });
  const view = explain(chooseRoute(request, catalogueRows()), request);
  const erasure = view.steps.find(({ kind }) => kind === "erasure");
  expect(erasure?.due).toMatchObject({ legal: true, at: null });
  expect(erasure?.due.text).toContain("GDPR");
  for (const { due } of view.steps.filter(({ due: { legal, hours } }) => !legal && hours !== null)) {
    expect(due.text).toContain("our proposal");
  }
});

test("a press offence shows until when, in words; without a date it says that the time may be running", () => {
  const asked = (publishedOn: string | null, language: Language) => {
    const request = planRequest({ grounds: [groundNamed("defamation")], publishedOn });
    return explain(chooseRoute(request, catalogueRows()), request, language).clocks[0];
  };
  expect(asked("2026-11-30", "en")).toMatchObject({
    ground: "defamation",
    from: "2026-11-30",
    until: "2027-02-28",
  });
  expect(asked("2026-11-30", "en")?.text).toMatch(/3 months.*30 November 2026.*28 February 2027/);
  expect(asked("2026-11-30", "fr")?.text).toMatch(/3 mois.*30 novembre 2026.*28 février 2027/);
  expect(asked(null, "en")?.text).toContain("We do not know the date");
});
