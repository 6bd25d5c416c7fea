import type { StepKind } from "@vigie/contract";
import type { Authority } from "../catalogue/authority-schema.ts";
import type { Supply } from "../catalogue/row-parts.ts";
import type { Channel, Service } from "../catalogue/service-schema.ts";
import { compareChannels, decisionsThatTell, judgeChannel, learnsOf } from "./judge-channel-rules.ts";
import type { PlanFacts } from "./plan-facts-rules.ts";
import type {
  AvoidedChannel,
  ChosenStep,
  PlanCatalogue,
  PlanRequest,
  PlanSentence,
  Term,
} from "./plan-types.ts";

/** What the parts of the choice share. `avoided` and `unknowns` are filled on the way. */
export interface Choice extends Omit<PlanCatalogue, "findGround"> {
  request: PlanRequest;
  facts: PlanFacts;
  country: string;
  avoided: AvoidedChannel[];
  unknowns: PlanSentence[];
}

export type Draft = Omit<ChosenStep, "after" | "nextId"> & {
  waitsFor: Wait;
};

/**
 * What a step waits for: nothing; another step, done and its term passed; the first try at a service, where there is
 * one; any request to which the law gives a month (without one in the plan the step makes no sense); the removal.
 */
export type Wait = null | { step: string } | "first_try" | "legal_request" | "removal";

// Smaller comes first. Between the first try at a service and the next ones stand those who can act besides.
export const stages = {
  urgent: 0,
  beforePublication: 1,
  firstTry: 2,
  fingerprint: 3,
  complaint: 4,
  refer: 5,
  /** Towards somebody who may mean harm, a first try that may be heard of comes after all that is quiet. */
  lateFirstTry: 5.5,
  nextTry: 6,
  trustedFlagger: 7,
  host: 8,
  searchImages: 9,
  searchOutdated: 10,
  archive: 11,
  erasure: 12,
  searchName: 13,
  dataAuthority: 14,
  regulator: 15,
} as const;

// This project's ladder; the months are law (GDPR Art. 12(3)).
export const terms = {
  flag: { hours: 24, legal: false },
  form: { hours: 48, legal: false },
  notice: { hours: 72, legal: false },
  letter: { hours: 168, legal: false },
  refer: { hours: 168, legal: false },
  trustedFlagger: { hours: 48, legal: false },
  month: { months: 1, legal: true },
} as const satisfies Record<string, Term>;

const quiet = { code: "nothing", nameShown: "no" } as const;

export function proposedChannels(
  service: Service,
  choice: Choice,
  isMeant: (channel: Channel) => boolean,
): Channel[] {
  const { standing, fileAtHand } = choice.request.situation;
  const proposed: Channel[] = [];
  for (const channel of service.channels.filter(isMeant)) {
    const judged = judgeChannel(channel, choice.facts, { standing, fileAtHand, country: choice.country });
    if (judged.kind === "proposed") proposed.push(channel);
    if (judged.kind === "avoided") choice.avoided.push({ service, channel, why: judged.why });
  }
  return proposed.sort((a, b) => compareChannels(a, b, choice.facts, choice.request.worked));
}

export interface StepPlace {
  locations: readonly number[];
  stage: number;
  waitsFor?: Wait;
  kind?: StepKind;
}

export function channelStep(service: Service, channel: Channel, choice: Choice, place: StepPlace): Draft {
  const kind = place.kind ?? kindOf(service, channel, choice);
  return {
    id: stepId(kind, channel.id),
    kind,
    recipient: { name: service.names[0] ?? service.slug, service: service.slug, authority: null },
    channel,
    authority: null,
    email: null,
    locations: place.locations,
    why: channelReasons(kind, channel, choice, place),
    learns: learnsOf(channel),
    supply: choice.facts.minor
      ? channel.supply.filter((one) => one === "address" || one === "account")
      : channel.supply,
    cautions: channelCautions(channel, choice, place),
    term: termOf(kind),
    waitsFor: place.waitsFor ?? null,
    stage: place.stage,
  };
}

export function kindOf(service: Service, channel: Channel, { facts }: Choice): StepKind {
  if (service.roles.includes("payment")) return "payment";
  if (asksErasure(channel, facts)) return "erasure";
  if (channel.kind === "flag") return "flag";
  if (channel.kind === "post") return "letter";
  return channel.url === null && channel.email !== null ? "notice" : "form";
}

/** A request under GDPR Art. 17 has a term of its own, too long to be an answer to blackmail. */
export function wantsErasure(facts: PlanFacts): boolean {
  return !facts.topics.has("blackmail") && facts.grounds.some(({ slug }) => slug === "gdpr-erasure");
}

function asksErasure({ purpose }: Channel, facts: PlanFacts): boolean {
  return (purpose === "privacy" || purpose === "personal_data") && wantsErasure(facts);
}

function termOf(kind: StepKind): Term | null {
  if (kind === "flag" || kind === "payment") return terms.flag;
  if (kind === "form") return terms.form;
  if (kind === "notice" || kind === "host_notice") return terms.notice;
  if (kind === "letter") return terms.letter;
  if (kind === "erasure" || kind === "search_name") return terms.month;
  return null;
}

function channelReasons(
  kind: StepKind,
  channel: Channel,
  { facts, request }: Choice,
  { waitsFor, stage }: StepPlace,
): PlanSentence[] {
  const reasons: PlanSentence[] = [];
  if (typeof waitsFor === "object" && waitsFor !== null) reasons.push({ code: "why_next_try" });
  else if (kind === "search_images") reasons.push({ code: "why_search_images" });
  else if (kind === "flag") reasons.push({ code: facts.minor ? "why_flag_minor" : "why_flag" });
  else if (channel.purpose === "intimate_images") reasons.push({ code: "why_dedicated" });
  else if (kind === "form" || kind === "notice" || kind === "letter") reasons.push({ code: "why_notice" });
  else reasons.push({ code: `why_${kind}` });
  if (channel.useWhen !== null) reasons.push({ text: channel.useWhen });
  const record = request.worked.get(channel.id);
  if (record && record.decided >= decisionsThatTell) {
    const { acted, decided, hours } = record;
    reasons.push({ code: "why_record", values: { acted, decided, hours: Math.round(hours) } });
  }
  const isFirst = stage === stages.firstTry && request.situation.standing !== "hotline";
  if (isFirst && facts.grounds.some(({ flags }) => flags.victimComplaintRequired)) {
    reasons.push({ code: "why_no_complaint_needed" });
  }
  return reasons;
}

function channelCautions(channel: Channel, { facts }: Choice, place: StepPlace): PlanSentence[] {
  const cautions: PlanSentence[] = [];
  if (facts.minor) cautions.push({ code: "caution_minor_address_only" });
  if (place.locations.length > 1 && place.stage < stages.searchImages) {
    cautions.push({ code: "caution_one_each", values: { count: place.locations.length } });
  }
  if (channel.accountRequired === "yes") cautions.push({ code: "caution_account" });
  if (channel.supply.includes("identity_document")) cautions.push({ code: "caution_identity_document" });
  const namesItself = place.kind === "search_name" || asksErasure(channel, facts);
  if (facts.hostile && !namesItself && learnsOf(channel).code !== "nothing") {
    cautions.push({ code: "caution_no_name_in_text" });
  }
  if (channel.avoidWhen !== null) cautions.push({ code: "caution_avoid", text: channel.avoidWhen });
  return cautions;
}

interface AuthorityPlace {
  kind: StepKind;
  stage: number;
  why: readonly PlanSentence[];
  cautions: readonly PlanSentence[];
  term: Term | null;
  learns?: ChosenStep["learns"];
  waitsFor?: Wait;
}

export function authorityStep(
  row: Authority,
  { facts }: Choice,
  { kind, stage, why, cautions, term, learns, waitsFor }: AuthorityPlace,
): Draft {
  return {
    ...plainStep({
      id: stepId(kind, row.slug),
      kind,
      recipient: { name: row.name, service: null, authority: row.slug },
      locations: [],
      why,
      stage,
    }),
    authority: row,
    learns: learns ?? quiet,
    supply: suppliesFor(kind, row, facts),
    cautions,
    term,
    waitsFor: waitsFor ?? null,
  };
}

/** Of a minor only the address is handed over; to the police also what happened, in words. */
function suppliesFor(kind: StepKind, { supply }: Authority, { minor }: PlanFacts): readonly Supply[] {
  if (!minor || kind === "fingerprint") return supply;
  return kind === "complaint" ? supply.filter((one) => one !== "file" && one !== "screenshot") : ["address"];
}

export function plainStep(
  step: Pick<Draft, "id" | "kind" | "recipient" | "locations" | "why" | "stage">,
): Draft {
  return {
    channel: null,
    authority: null,
    email: null,
    learns: quiet,
    supply: [],
    cautions: [],
    term: null,
    waitsFor: null,
    ...step,
  };
}

export function stepId(kind: StepKind, what: string): string {
  return `${kind}:${what}`;
}

/** Whether somebody asks for themselves, or for whom they stand in. */
export function asksForVictim({ request }: Choice): boolean {
  const { standing } = request.situation;
  return standing === "victim" || standing === "representative";
}
