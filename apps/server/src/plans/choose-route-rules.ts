import { authoritySteps, fingerprintSteps } from "./authority-steps-rules.ts";
import { choosePeople } from "./choose-people-rules.ts";
import { planFacts } from "./plan-facts-rules.ts";
import type {
  After,
  ChosenPlan,
  ChosenStep,
  PlanCatalogue,
  PlanRequest,
  PlanSentence,
  Term,
} from "./plan-types.ts";
import { addMonths, pressClocks } from "./press-clock-rules.ts";
import { dataAuthoritySteps, searchSteps } from "./search-steps-rules.ts";
import { erasureSteps, hostSteps, serviceSteps } from "./service-steps-rules.ts";
import { type Choice, type Draft, stages } from "./step-rules.ts";

/**
 * The ordered plan for some places, or a stated refusal; either way somebody to call.
 *
 * What never happens, over every combination (held by `choose-route-rules.test.ts`): a route that warns or names
 * towards somebody who may mean harm; anything but an address, a button or a fingerprint where a minor is concerned;
 * two notices at once for one object; a search engine as the first answer to blackmail; an authority's own act.
 */
export function chooseRoute(
  request: PlanRequest,
  { services, authorities, findGround }: PlanCatalogue,
): ChosenPlan {
  const { situation } = request;
  const facts = planFacts(request.grounds, situation, findGround);
  const country = situation.country ?? request.homeCountry;
  const people = choosePeople(authorities, facts, country, request.homeCountry);
  const clocks = pressClocks(facts.grounds, request.publishedOn);
  const common = { grounds: facts.grounds, people, clocks };
  const unknowns = [...facts.unknowns];
  if (!people.some(({ authority }) => authority.kind === "emergency")) {
    unknowns.push({ code: "emergency_elsewhere" });
  }
  if (facts.topics.size === 0) {
    const says = { code: "refused_no_ground" };
    return { kind: "refused", says, ...common, steps: [], avoided: [], unknowns };
  }
  const choice: Choice = { request, facts, country, services, authorities, avoided: [], unknowns };
  const atServices = serviceSteps(choice);
  const drafts = [
    ...atServices,
    ...erasureSteps(choice, atServices),
    ...hostSteps(choice),
    ...fingerprintSteps(choice),
    ...authoritySteps(choice),
    ...searchSteps(choice),
    ...dataAuthoritySteps(choice),
  ];
  const steps = linkSteps(inOrder(drafts, choice), choice);
  const { avoided } = choice;
  if (steps.length === 0) {
    return { kind: "refused", says: { code: "refused_no_route" }, ...common, steps, avoided, unknowns };
  }
  return { kind: "plan", says: summary(choice), ...common, steps, avoided, unknowns };
}

/** By stage; what waits for a removal stands after what can be done, and search engines never answer blackmail first. */
function inOrder(drafts: readonly Draft[], { request }: Choice): Draft[] {
  const byId = new Map<string, Draft>();
  for (const draft of drafts) {
    const twin = byId.get(draft.id);
    const locations = new Set([...(twin?.locations ?? []), ...draft.locations]);
    byId.set(draft.id, { ...(twin ?? draft), locations: [...locations] });
  }
  const waits = ({ waitsFor, locations }: Draft) =>
    waitsFor === "removal" && !locations.some((location) => request.removed.has(location));
  const ordered = [...byId.values()]
    .map((draft, index) => ({ draft, index }))
    .sort(
      (a, b) =>
        Number(waits(a.draft)) - Number(waits(b.draft)) || a.draft.stage - b.draft.stage || a.index - b.index,
    )
    .map(({ draft }) => draft);
  const isSearch = ({ stage }: Draft) => stage >= stages.searchImages && stage < stages.regulator;
  const [first] = ordered;
  return request.situation.blackmail !== "none" && first && isSearch(first)
    ? ordered.filter((draft) => !isSearch(draft))
    : ordered;
}

/** Says of each step what must come before and what comes after. */
function linkSteps(drafts: readonly Draft[], { request }: Choice): ChosenStep[] {
  const kept = drafts.filter(
    ({ waitsFor }) => waitsFor !== "legal_request" || drafts.some(({ term }) => term?.legal),
  );
  const before = new Map(kept.map((draft) => [draft.id, stepBefore(draft, kept, request)]));
  return kept.map(({ waitsFor, ...step }) => ({
    ...step,
    nextId: kept.find(({ id }) => before.get(id)?.id === step.id)?.id ?? null,
    after:
      waitsFor === "removal"
        ? afterRemoval(step.locations, request)
        : afterStep(before.get(step.id) ?? null, request),
  }));
}

function stepBefore({ waitsFor }: Draft, drafts: readonly Draft[], { done }: PlanRequest): Draft | null {
  if (waitsFor === null || waitsFor === "removal") return null;
  if (waitsFor === "first_try") {
    return drafts.find(({ stage }) => stage === stages.firstTry || stage === stages.lateFirstTry) ?? null;
  }
  if (waitsFor === "legal_request") {
    const requests = drafts.filter(({ term }) => term?.legal);
    return requests.find(({ id }) => done.has(id)) ?? requests[0] ?? null;
  }
  return drafts.find(({ id }) => id === waitsFor.step) ?? null;
}

function afterRemoval(locations: readonly number[], { removed }: PlanRequest): After {
  return { kind: "removal", open: locations.some((location) => removed.has(location)) };
}

function afterStep(previous: Draft | null, { done, now }: PlanRequest): After | null {
  if (previous === null) return null;
  const doneAt = done.get(previous.id);
  const from = doneAt && previous.term ? termEnd(doneAt, previous.term) : null;
  return { kind: "step", stepId: previous.id, from, open: from !== null && from <= now };
}

/** When a term that began then has run out. Months go by the calendar, in UTC. */
export function termEnd(begun: Date, term: Term): Date {
  if (!term.legal) return new Date(begun.getTime() + term.hours * 3_600_000);
  const day = begun.toISOString();
  return new Date(`${addMonths(day.slice(0, 10), term.months)}${day.slice(10)}`);
}

function summary({ facts, request }: Choice): PlanSentence {
  const { blackmail } = request.situation;
  if (facts.minor) return { code: facts.topics.has("blackmail") ? "says_minor_blackmail" : "says_minor" };
  if (blackmail === "threatened") return { code: "says_threatened" };
  if (blackmail === "under_way" || facts.topics.has("blackmail")) return { code: "says_blackmail" };
  if (facts.intimate) return { code: "says_intimate" };
  if (facts.danger) return { code: "says_danger" };
  if (facts.grounds.some(({ family }) => family === "data_protection")) return { code: "says_data" };
  return { code: "says_general" };
}
