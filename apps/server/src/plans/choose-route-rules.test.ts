import fc from "fast-check";
import { expect, test } from "vitest";
import {
  anyGrounds,
  anySituation,
  catalogueRows,
  mainSituations,
  pageAt,
  planRequest,
} from "../../../../test/plan-request.ts";
import { allGrounds, allServices, findService } from "../catalogue/installed-catalogue.ts";
import { chooseRoute } from "./choose-route-rules.ts";
import type { ChosenPlan, PlanRequest, Subject } from "./plan-types.ts";

const catalogue = catalogueRows();

const notices: ReadonlySet<string> = new Set(["flag", "form", "notice", "letter", "erasure", "payment"]);
const openForMinors: ReadonlySet<string> = new Set([
  "refer",
  "fingerprint",
  "flag",
  "form",
  "complaint",
  "trusted_flagger",
  "payment",
]);
const neverFirstInBlackmail = /^(search_|archive|erasure|data_authority)/;

/** Which of the things that never happen this plan does. */
function brokenRules({ situation, grounds }: PlanRequest, plan: ChosenPlan): string[] {
  const broken: string[] = [];
  const rule = (says: string, holds: boolean) => {
    if (!holds) broken.push(says);
  };
  rule("there is somebody to call", plan.people.length > 0);
  rule("a plan without a step is a refusal", (plan.kind === "refused") === (plan.steps.length === 0));
  const isMinor = situation.minor === "yes" || grounds.some(({ handling }) => handling === "no_fetch");
  const isHostile = situation.uploaderHostile === "yes" || situation.blackmail !== "none";
  const ids = new Set(plan.steps.map(({ id }) => id));
  rule("a step is there once", ids.size === plan.steps.length);
  const firstTries = new Map<string | null, number>();
  for (const { id, kind, channel, authority, supply, learns, after, nextId, recipient } of plan.steps) {
    if (isHostile && channel) {
      rule(`${id} does not name the complainant`, channel.nameShown !== "yes");
      rule(
        `${id} does not warn`,
        channel.uploaderLearns !== "before_removal" && channel.priorWarningHours === null,
      );
    }
    if (isHostile) {
      rule(`${id} says so`, learns.code !== "before_removal" && learns.nameShown !== "yes");
      rule(`${id} summons nobody`, authority?.kind !== "court");
    }
    if (isMinor) {
      rule(`${id} is open where a minor is concerned`, openForMinors.has(kind));
      rule(`${id} is no open mail`, channel === null || (channel.email === null && channel.postal === null));
      rule(`${id} is a bank for minors`, kind !== "fingerprint" || authority?.ages === "minors");
      rule(`${id} asks for no file`, kind === "fingerprint" || !supply.includes("file"));
      rule(`${id} asks for no description`, kind === "complaint" || !supply.includes("description"));
    }
    rule(`${id} is not an authority's own act`, authority?.kind !== "authority_action");
    rule(`${id} is not the police's own way`, channel?.purpose !== "police");
    rule(
      `${id} is for right holders`,
      channel?.purpose !== "copyright" || situation.standing === "right_holder",
    );
    if (kind === "fingerprint") {
      rule(`${id} keeps the file on the device`, authority?.bank?.fileLeavesDevice === false);
      rule(`${id} needs the file`, situation.fileAtHand !== "no");
    }
    rule(`${id} waits for a step of the plan`, after?.kind !== "step" || ids.has(after.stepId));
    rule(`${id} goes on to a step of the plan`, nextId === null || ids.has(nextId));
    if (notices.has(kind) && after === null && !channel?.conditions.includes("paid")) {
      firstTries.set(recipient.service, (firstTries.get(recipient.service) ?? 0) + 1);
    }
  }
  rule(
    "one complete notice at a time",
    [...firstTries.values()].every((count) => count === 1),
  );
  if (isHostile) {
    const quiet = plan.steps.findLastIndex(
      ({ kind, authority }) =>
        ["fingerprint", "complaint", "refer"].includes(kind) && authority?.kind !== "court",
    );
    const heard = plan.steps.findIndex(
      ({ kind, learns, channel }) =>
        notices.has(kind) && learns.code !== "nothing" && !channel?.conditions.includes("paid"),
    );
    rule("what may be heard of comes after what is quiet", heard === -1 || heard > quiet);
  }
  const [first] = plan.steps;
  if (situation.blackmail !== "none" && first) {
    rule(`${first.id} answers blackmail`, !neverFirstInBlackmail.test(first.kind));
  }
  return broken;
}

function expectNeverRules(asked: PlanRequest, plan: ChosenPlan): void {
  const broken = brokenRules(asked, plan);
  if (broken.length === 0) return;
  expect.fail(
    JSON.stringify({
      broken,
      services: asked.subjects.map(({ service }) => service?.slug),
      grounds: asked.grounds.map(({ slug }) => slug),
      situation: asked.situation,
    }),
  );
}

test("every ground, at every service, in the main situations, has a plan or names somebody to call; the never rules hold", () => {
  let plans = 0;
  let refused = 0;
  for (const ground of allGrounds()) {
    for (const service of [null, ...allServices()]) {
      for (const situation of mainSituations) {
        const asked = planRequest({ grounds: [ground], subjects: [pageAt(service)], situation });
        const plan = chooseRoute(asked, catalogue);
        expectNeverRules(asked, plan);
        plans += plan.kind === "plan" ? 1 : 0;
        refused += plan.kind === "refused" ? 1 : 0;
      }
    }
  }
  expect(plans).toBeGreaterThan(refused);
}, 300_000);

const anyService = fc
  .constantFrom(null, ...allServices().map(({ slug }) => slug))
  .map((slug) => (slug === null ? null : (findService(slug) ?? null)));
const anySubjects: fc.Arbitrary<Subject[]> = fc.array(
  fc.record({
    location: fc.constant("https://site.example/"),
    host: fc.constantFrom("site.example", "autre.example", null),
    service: anyService,
    object: fc.constant(null),
    hostedBy: fc.constantFrom(
      null,
      { name: "Un hébergeur", service: null, email: "abuse@host.example" },
      { name: "OVHcloud", service: findService("ovhcloud") ?? null, email: null },
    ),
  }),
  { maxLength: 4 },
);

test("the never rules hold over any mixture of grounds, places and situations", () => {
  fc.assert(
    fc.property(
      anyGrounds,
      anySubjects,
      anySituation,
      fc.constantFrom("FR", "BE", "US"),
      (grounds, subjects, situation, homeCountry) => {
        const asked = planRequest({ grounds, subjects, homeCountry });
        asked.situation = situation;
        expectNeverRules(asked, chooseRoute(asked, catalogue));
      },
    ),
    { numRuns: 3_000 },
  );
}, 120_000);

test("what makes a situation worse never opens a route that warns or names", () => {
  fc.assert(
    fc.property(anyGrounds, anySubjects, anySituation, (grounds, subjects, situation) => {
      const calm = planRequest({ grounds, subjects });
      calm.situation = { ...situation, uploaderHostile: "no", blackmail: "none" };
      const worse = planRequest({ grounds, subjects });
      worse.situation = { ...calm.situation, uploaderHostile: "yes" };
      const before = new Set(chooseRoute(calm, catalogue).steps.flatMap(({ channel }) => channel?.id ?? []));
      for (const { channel } of chooseRoute(worse, catalogue).steps) {
        if (channel && !before.has(channel.id)) {
          expect(channel.uploaderLearns).not.toBe("before_removal");
          expect(channel.nameShown).not.toBe("yes");
        }
      }
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
