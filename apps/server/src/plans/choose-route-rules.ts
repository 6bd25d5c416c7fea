import type { StepKind } from "@vigie/contract";
import type { Authority } from "../catalogue/authority-schema.ts";
import type { Channel, Service } from "../catalogue/service-schema.ts";
import { choosePeople } from "./choose-people-rules.ts";
import { compareChannels, judgeChannel, learnsOf } from "./judge-channel-rules.ts";
import { type PlanFacts, planFacts } from "./plan-facts-rules.ts";
import type {
  After,
  AvoidedChannel,
  ChosenPlan,
  ChosenStep,
  PlanCatalogue,
  PlanRequest,
  PlanSentence,
  Term,
} from "./plan-types.ts";
import { addMonths, pressClocks } from "./press-clock-rules.ts";

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
  const people = choosePeople(authorities, facts, country);
  const clocks = pressClocks(facts.grounds, request.publishedOn);
  const common = { grounds: facts.grounds, people, clocks };
  if (facts.topics.size === 0) {
    return { kind: "refused", says: { code: "refused_no_ground" }, ...common, steps: [], avoided: [], unknowns: [] };
  }
  const choice: Choice = { request, facts, country, services, authorities, avoided: [], unknowns: [...facts.unknowns] };
  const drafts = [
    ...serviceSteps(choice),
    ...hostSteps(choice),
    ...fingerprintSteps(choice),
    ...authoritySteps(choice),
    ...searchSteps(choice),
    ...dataSteps(choice),
  ];
  const steps = linkSteps(inOrder(drafts, choice), choice);
  const { avoided, unknowns } = choice;
  if (steps.length === 0) {
    return { kind: "refused", says: { code: "refused_no_route" }, ...common, steps, avoided, unknowns };
  }
  return { kind: "plan", says: summary(choice), ...common, steps, avoided, unknowns };
}

/** What the parts of the choice share. `avoided` and `unknowns` are filled on the way. */
interface Choice extends Omit<PlanCatalogue, "findGround"> {
  request: PlanRequest;
  facts: PlanFacts;
  country: string;
  avoided: AvoidedChannel[];
  unknowns: PlanSentence[];
}

type Draft = Omit<ChosenStep, "after" | "nextId"> & {
  /** Id of the step that must have been done, and its term passed, before this one. */
  waitsFor: string | null;
  waitsForRemoval: boolean;
};

// Smaller comes first. Between the first try at a service and the next ones stand those who can act besides.
const stages = {
  urgent: 0,
  beforePublication: 1,
  firstTry: 2,
  fingerprint: 3,
  complaint: 4,
  refer: 5,
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
const terms = {
  flag: { hours: 24, legal: false },
  form: { hours: 48, legal: false },
  notice: { hours: 72, legal: false },
  letter: { hours: 168, legal: false },
  refer: { hours: 168, legal: false },
  trustedFlagger: { hours: 48, legal: false },
  month: { months: 1, legal: true },
} as const satisfies Record<string, Term>;

const quiet = { code: "nothing", nameShown: "no" } as const;

/** More tries than these at one service would be pressing, not reporting. */
const mostTries = 4;
const mostReferrals = 4;

/** Services where the content is: their channels as a ladder, one complete notice for each object at a time. */
function serviceSteps(choice: Choice): Draft[] {
  const { request } = choice;
  const groups = new Map<Service, number[]>();
  for (const [index, { service }] of request.subjects.entries()) {
    if (service !== null) groups.set(service, [...(groups.get(service) ?? []), index]);
  }
  return [...groups].flatMap(([service, locations]) => {
    if (service.status === "closed") {
      choice.unknowns.push({ code: "service_closed", values: { service: service.names[0] ?? service.slug } });
      return [];
    }
    const ladder = proposedChannels(service, choice).filter(isNotice).slice(0, mostTries);
    if (ladder.length === 0) {
      choice.unknowns.push({ code: "service_no_channel", values: { service: service.names[0] ?? service.slug } });
    }
    return ladder.map((channel, index) => {
      const before = ladder[index - 1];
      return channelStep(service, channel, choice, {
        locations,
        stage: index === 0 ? stages.firstTry : stages.nextTry + index / 10,
        waitsFor: before ? stepId(kindOf(service, before, choice), before.id) : null,
      });
    });
  });
}

function proposedChannels(service: Service, choice: Choice): Channel[] {
  const proposed: Channel[] = [];
  for (const channel of service.channels) {
    const judged = judgeChannel(channel, choice.facts, choice.request.situation);
    if (judged.kind === "proposed") proposed.push(channel);
    if (judged.kind === "avoided") choice.avoided.push({ service, channel, why: judged.why });
  }
  return proposed.sort(compareChannels);
}

function isNotice({ purpose }: Channel): boolean {
  return purpose !== "fingerprint" && purpose !== "name_delisting" && purpose !== "outdated_result";
}

function kindOf(service: Service, channel: Channel, { facts }: Choice): StepKind {
  if (service.roles.includes("payment")) return "payment";
  if (asksErasure(channel, facts)) return "erasure";
  if (channel.kind === "flag") return "flag";
  if (channel.kind === "post") return "letter";
  return channel.url === null && channel.email !== null ? "notice" : "form";
}

/** A request under GDPR Art. 17 has a term of its own. */
function asksErasure({ purpose }: Channel, facts: PlanFacts): boolean {
  return (
    (purpose === "privacy" || purpose === "personal_data") &&
    facts.grounds.some(({ family }) => family === "data_protection")
  );
}

function termOf(kind: StepKind): Term | null {
  if (kind === "flag" || kind === "payment") return terms.flag;
  if (kind === "form") return terms.form;
  if (kind === "notice" || kind === "host_notice") return terms.notice;
  if (kind === "letter") return terms.letter;
  if (kind === "erasure" || kind === "search_name") return terms.month;
  return null;
}

interface StepPlace {
  locations: readonly number[];
  stage: number;
  waitsFor?: string | null;
  waitsForRemoval?: boolean;
  kind?: StepKind;
}

function channelStep(service: Service, channel: Channel, choice: Choice, place: StepPlace): Draft {
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
    supply: choice.facts.minor ? channel.supply.filter((one) => one === "address" || one === "account") : channel.supply,
    cautions: channelCautions(channel, choice, place),
    term: termOf(kind),
    waitsFor: place.waitsFor ?? null,
    waitsForRemoval: place.waitsForRemoval ?? false,
    stage: place.stage,
  };
}

function channelReasons(
  kind: StepKind,
  channel: Channel,
  { facts, request }: Choice,
  { waitsFor }: StepPlace,
): PlanSentence[] {
  const reasons: PlanSentence[] = [];
  if (waitsFor) reasons.push({ code: "why_next_try" });
  else if (kind === "flag") reasons.push({ code: facts.minor ? "why_flag_minor" : "why_flag" });
  else if (channel.purpose === "intimate_images") reasons.push({ code: "why_dedicated" });
  else if (kind === "form" || kind === "notice" || kind === "letter") reasons.push({ code: "why_notice" });
  else reasons.push({ code: `why_${kind}` });
  if (channel.useWhen !== null) reasons.push({ text: channel.useWhen });
  if (facts.grounds.some(({ flags }) => flags.victimComplaintRequired) && request.situation.standing !== "hotline") {
    reasons.push({ code: "why_no_complaint_needed" });
  }
  return reasons;
}

function channelCautions(channel: Channel, { facts, request }: Choice, place: StepPlace): PlanSentence[] {
  const cautions: PlanSentence[] = [];
  if (facts.minor) cautions.push({ code: "caution_minor_address_only" });
  if (place.locations.length > 1) {
    cautions.push({ code: "caution_one_each", values: { count: place.locations.length } });
  }
  if (channel.accountRequired === "yes") cautions.push({ code: "caution_account" });
  if (channel.conditions.includes("us_person") && request.situation.country === null) {
    cautions.push({ code: "caution_us_person" });
  }
  if (channel.supply.includes("identity_document")) cautions.push({ code: "caution_identity_document" });
  if (facts.hostile && learnsOf(channel).code !== "nothing") cautions.push({ code: "caution_no_name_in_text" });
  if (channel.avoidWhen !== null) cautions.push({ text: channel.avoidWhen });
  return cautions;
}

/** Sites that no service of the catalogue answers for: who hosts them, then the host. */
function hostSteps(choice: Choice): Draft[] {
  const { request, facts, services } = choice;
  const groups = new Map<string, number[]>();
  for (const [index, { service, host }] of request.subjects.entries()) {
    if (service !== null) continue;
    if (host === null) choice.unknowns.push({ code: "location_in_words" });
    else groups.set(host, [...(groups.get(host) ?? []), index]);
  }
  if (groups.size > 0) choice.unknowns.push({ code: "service_unknown" });
  if (facts.minor) return [];
  const fallback = services.find(({ roles }) => roles.includes("fallback"));
  return [...groups].flatMap(([host, locations]): Draft[] => {
    const hostedBy = request.subjects[locations[0] ?? 0]?.hostedBy ?? null;
    if (hostedBy === null) return request.situation.standing === "hotline" ? [findHost(host, locations)] : [];
    // What is not known of a host is what hosts commonly do.
    const known = hostedBy.service ?? fallback;
    const [channel] = known ? proposedChannels(known, choice).filter(({ purpose }) => purpose === "general") : [];
    if (!known || !channel) return [];
    const step = channelStep(known, channel, choice, { locations, stage: stages.host, kind: "host_notice" });
    if (hostedBy.service !== null) return [step];
    return [
      {
        ...step,
        id: stepId("host_notice", host),
        recipient: { name: hostedBy.name, service: null, authority: null },
        email: hostedBy.email,
        learns: { code: "possible", nameShown: "possible" },
      },
    ];
  });
}

function findHost(host: string, locations: readonly number[]): Draft {
  return plainStep({
    id: stepId("find_host", host),
    kind: "find_host",
    recipient: { name: host, service: null, authority: null },
    locations,
    why: [{ code: "why_find_host" }],
    stage: stages.firstTry,
  });
}

/** Fingerprints made on the device: before anything is published when it is only threatened. */
function fingerprintSteps(choice: Choice): Draft[] {
  const { request, facts, authorities } = choice;
  const { situation } = request;
  if (!(facts.intimate || facts.topics.has("blackmail") || facts.minor)) return [];
  if (facts.ageUnknown) return [];
  if (situation.fileAtHand === "no") {
    choice.unknowns.push({ code: "no_file" });
    return [];
  }
  const wanted = facts.minor ? "minors" : "adults";
  return authorities
    .filter((row) => row.bank !== null && !row.bank.fileLeavesDevice && row.ages === wanted)
    .map((bank) =>
      authorityStep(bank, {
        kind: "fingerprint",
        stage: situation.blackmail === "threatened" ? stages.beforePublication : stages.fingerprint,
        why: [
          { code: situation.blackmail === "threatened" ? "why_fingerprint_before" : "why_fingerprint" },
          { code: "why_fingerprint_device" },
        ],
        cautions: situation.fileAtHand === "unknown" ? [{ code: "caution_needs_file" }] : [],
        term: null,
      }),
    );
}

/** Who is told besides the service: authorities, hotlines, regulators, courts. Never an authority's own act. */
function authoritySteps(choice: Choice): Draft[] {
  const { facts, request } = choice;
  const { situation } = request;
  const asVictim = situation.standing === "victim" || situation.standing === "representative";
  const rows = relevantAuthorities(choice);
  const drafts: Draft[] = [];
  for (const row of rows) {
    const takes: PlanSentence = { code: "why_authority", values: { name: row.name } };
    const [first] = facts.grounds;
    const cautions: PlanSentence[] = [
      ...(facts.minor ? [{ code: "caution_minor_address_only" }] : []),
      ...(row.bank?.fileLeavesDevice ? [{ code: facts.minor ? "caution_no_file_minor" : "caution_file_leaves" }] : []),
    ];
    if (row.kind === "complaint" && asVictim) {
      drafts.push(
        authorityStep(row, {
          kind: "complaint",
          stage: stages.complaint,
          why: [
            { code: "why_complaint" },
            ...(first?.flags.victimComplaintRequired ? [{ code: "why_complaint_required" }] : []),
          ],
          cautions: [{ code: "caution_complaint_file" }],
          term: null,
          nameShown: "possible",
        }),
      );
    } else if (row.kind === "court") {
      if (!facts.minor && (asVictim || situation.standing === "right_holder")) {
        drafts.push(
          authorityStep(row, {
            kind: "complaint",
            stage: stages.regulator,
            why: [{ code: "why_court" }],
            cautions: [{ code: "caution_lawyer" }],
            term: null,
            nameShown: "possible",
          }),
        );
      }
    } else if (row.kind === "regulator") {
      if (!facts.minor && !row.topics.includes("privacy")) {
        drafts.push(
          authorityStep(row, { kind: "regulator", stage: stages.regulator, why: [{ code: "why_regulator" }], cautions: [], term: null }),
        );
      }
    } else if (isTold(row)) {
      drafts.push(
        authorityStep(row, {
          kind: "refer",
          stage: referStage(choice),
          why: [takes, ...(facts.minor ? [{ code: "why_minor_referral" }] : [])],
          cautions,
          term: terms.refer,
        }),
      );
    }
  }
  const referrals = drafts.filter(({ kind }) => kind === "refer").slice(mostReferrals);
  return [...drafts.filter((draft) => !referrals.includes(draft)), ...trustedFlaggerSteps(choice, drafts)];
}

function isTold({ kind, takesReferrals, url, bank }: Authority): boolean {
  if (bank !== null) return bank.fileLeavesDevice;
  if (kind === "helpline") return takesReferrals;
  return (kind === "authority" || kind === "hotline" || kind === "industry" || kind === "complaint") && (takesReferrals || url !== null);
}

function referStage({ facts, request }: Choice): number {
  const lifeFirst = facts.minor || (facts.danger && request.situation.blackmail === "none" && !facts.topics.has("blackmail"));
  return lifeFirst ? stages.urgent : stages.refer;
}

/** Those a ground names, of the person's country or of none; where the country has none of them, its own for this topic. */
function relevantAuthorities({ facts, country, authorities, unknowns }: Choice): readonly Authority[] {
  const bySlug = new Map(authorities.map((row) => [row.slug, row]));
  const named = facts.grounds
    .flatMap((ground) => ground.authorities.map((slug) => bySlug.get(slug)))
    .filter((row): row is Authority => row !== undefined)
    .filter((row) => row.country === country || row.country === "EU" || row.country === "ZZ");
  const ofCountry = authorities.filter((row) => row.country === country && suits(row, facts));
  const hasOwn = named.some((row) => row.country === country);
  const banks = ofCountry.filter(({ bank }) => bank?.fileLeavesDevice && facts.intimate);
  const chosen = [...named, ...(hasOwn ? banks : ofCountry.filter((row) => row.bank === null || banks.includes(row)))];
  if (!chosen.some((row) => row.country === country)) unknowns.push({ code: "country_unknown", values: { country } });
  return [...new Set(chosen)].filter(({ kind }) => kind !== "authority_action" && kind !== "request" && kind !== "registry");
}

function suits({ topics, kind }: Authority, facts: PlanFacts): boolean {
  if (kind === "emergency") return false;
  return topics.includes("other") || topics.some((topic) => facts.topics.has(topic));
}

/** A priority line, once the plain way has been tried. */
function trustedFlaggerSteps(choice: Choice, drafts: readonly Draft[]): Draft[] {
  const { facts, authorities, country, request } = choice;
  if (request.situation.standing === "hotline") return [];
  const told = new Set(drafts.map(({ authority }) => authority?.slug));
  return authorities
    .filter((row) => row.trustedFlagger !== null && row.country === country && suits(row, facts) && !told.has(row.slug))
    .filter(({ ages }) => ages === "all" || facts.ageUnknown || (ages === "minors") === facts.minor)
    .slice(0, 2)
    .map((row) =>
      authorityStep(row, {
        kind: "trusted_flagger",
        stage: stages.trustedFlagger,
        why: [{ code: "why_trusted_flagger", values: { name: row.name } }],
        cautions: facts.minor ? [{ code: "caution_minor_address_only" }] : [],
        term: terms.trustedFlagger,
      }),
    );
}

/** Search engines and archives: live intimate images, results of pages that are gone, results on a name. */
function searchSteps(choice: Choice): Draft[] {
  const { facts, request, services } = choice;
  const { situation } = request;
  if (facts.minor || situation.blackmail === "threatened") return [];
  const locations = request.subjects.flatMap(({ host }, index) => (host === null ? [] : [index]));
  const engines = services.filter(({ roles, status }) => roles.includes("search_engine") && status === "active");
  const concernsPerson = facts.intimate || ["privacy", "harassment", "impersonation", "defamation"].some((topic) => facts.topics.has(topic as never));
  const asVictim = situation.standing === "victim" || situation.standing === "representative";
  const own = new Set(request.subjects.map(({ service }) => service?.slug));
  const steps = engines
    .filter(({ slug }) => !own.has(slug))
    .flatMap((engine) =>
      proposedChannels(engine, choice).flatMap((channel): Draft[] => {
        const place = { locations };
        if (channel.purpose === "intimate_images" && facts.intimate) {
          return [channelStep(engine, channel, choice, { ...place, stage: stages.searchImages, kind: "search_images" })];
        }
        if (channel.purpose === "outdated_result" && concernsPerson) {
          return [
            channelStep(engine, channel, choice, {
              ...place,
              stage: stages.searchOutdated,
              kind: "search_outdated",
              waitsForRemoval: true,
            }),
          ];
        }
        if (channel.purpose === "name_delisting" && wantsDelisting(choice) && asVictim) {
          return [channelStep(engine, channel, choice, { ...place, stage: delistingStage(choice), kind: "search_name" })];
        }
        return [];
      }),
    );
  const archives = concernsPerson
    ? services
        .filter(({ slug, roles }) => roles.includes("archive") && !own.has(slug))
        .flatMap((archive) =>
          proposedChannels(archive, choice)
            .slice(0, 1)
            .map((channel) =>
              channelStep(archive, channel, choice, { locations, stage: stages.archive, kind: "archive", waitsForRemoval: true }),
            ),
        )
    : [];
  return [...steps, ...archives];
}

function wantsDelisting({ facts }: Choice): boolean {
  return facts.topics.has("privacy") || facts.topics.has("defamation") || facts.intimate;
}

/** It is the main answer only where somebody asks for just that, and nobody is blackmailed. */
function delistingStage({ facts, request }: Choice): number {
  const asked = facts.grounds.some(({ slug }) => slug === "delisting");
  return asked && request.situation.blackmail === "none" && !facts.topics.has("blackmail")
    ? stages.firstTry
    : stages.searchName;
}

/** Erasure where the service has no form for it, then the authority once its month has run. */
function dataSteps(choice: Choice): Draft[] {
  const { facts, request, authorities, country } = choice;
  if (facts.minor || !facts.topics.has("privacy")) return [];
  const asVictim = request.situation.standing === "victim" || request.situation.standing === "representative";
  if (!asVictim) return [];
  return authorities
    .filter((row) => row.kind === "regulator" && row.topics.includes("privacy"))
    .filter((row) => row.country === country)
    .map((row) => ({
      ...authorityStep(row, {
        kind: "data_authority",
        stage: stages.dataAuthority,
        why: [{ code: "why_data_authority", values: { name: row.name } }],
        cautions: [{ code: "caution_needs_proof" }],
        term: null,
      }),
      waitsFor: "a request under data protection law",
    }));
}

interface AuthorityPlace {
  kind: StepKind;
  stage: number;
  why: readonly PlanSentence[];
  cautions: readonly PlanSentence[];
  term: Term | null;
  nameShown?: "possible";
}

function authorityStep(row: Authority, { kind, stage, why, cautions, term, nameShown }: AuthorityPlace): Draft {
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
    learns: { code: "nothing", nameShown: nameShown ?? "no" },
    supply: kind === "refer" && cautions.length > 0 ? ["address"] : row.supply,
    cautions,
    term,
  };
}

function plainStep(
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
    waitsForRemoval: false,
    ...step,
  };
}

function stepId(kind: StepKind, what: string): string {
  return `${kind}:${what}`;
}

function inOrder(drafts: readonly Draft[], { request }: Choice): Draft[] {
  const ordered = [...new Map(drafts.map((draft) => [draft.id, draft])).values()]
    .map((draft, index) => ({ draft, index }))
    .sort((a, b) => a.draft.stage - b.draft.stage || a.index - b.index)
    .map(({ draft }) => draft);
  const isSearch = ({ stage }: Draft) => stage >= stages.searchImages && stage < stages.regulator;
  const [first] = ordered;
  return request.situation.blackmail !== "none" && first && isSearch(first)
    ? ordered.filter((draft) => !isSearch(draft))
    : ordered;
}

/** Says of each step what must come before and what comes after. A step that waits for one not in the plan is left out. */
function linkSteps(drafts: readonly Draft[], { request }: Choice): ChosenStep[] {
  const requests = drafts.filter(({ term }) => term?.legal === true);
  const waits = (draft: Draft): Draft | null | undefined => {
    if (draft.waitsFor === null) return null;
    if (draft.kind === "data_authority") return requests.find(({ id }) => request.done.has(id)) ?? requests[0];
    return drafts.find(({ id }) => id === draft.waitsFor);
  };
  const kept = drafts.filter((draft) => waits(draft) !== undefined);
  const firstTry = kept.find(({ stage, term }) => stage === stages.firstTry && term !== null);
  const before = new Map(
    kept.map((draft) => [draft.id, draft.kind === "trusted_flagger" ? (firstTry ?? null) : (waits(draft) ?? null)]),
  );
  return kept.map(({ waitsFor: _, waitsForRemoval, ...step }) => {
    const previous = before.get(step.id) ?? null;
    const nextId = kept.find(({ id }) => before.get(id)?.id === step.id)?.id ?? null;
    return { ...step, nextId, after: waitsForRemoval ? afterRemoval(step.locations, request) : afterStep(previous, request) };
  });
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
  if (facts.minor) return { code: "says_minor" };
  if (blackmail === "threatened") return { code: "says_threatened" };
  if (blackmail === "under_way" || facts.topics.has("blackmail")) return { code: "says_blackmail" };
  if (facts.intimate) return { code: "says_intimate" };
  if (facts.danger) return { code: "says_danger" };
  if (facts.grounds.some(({ family }) => family === "data_protection")) return { code: "says_data" };
  return { code: "says_general" };
}
