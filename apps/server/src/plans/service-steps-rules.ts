import type { Channel, Service } from "../catalogue/service-schema.ts";
import { learnsOf } from "./judge-channel-rules.ts";
import {
  asksForVictim,
  type Choice,
  channelStep,
  type Draft,
  kindOf,
  plainStep,
  proposedChannels,
  stages,
  stepId,
  terms,
  wantsErasure,
} from "./step-rules.ts";

/** More tries than these at one service would be pressing, not reporting. */
const mostTries = 4;

/** Services where the content is: their channels as a ladder, one complete notice for each object at a time. */
export function serviceSteps(choice: Choice): Draft[] {
  const groups = new Map<Service, number[]>();
  for (const [index, { service }] of choice.request.subjects.entries()) {
    if (choice.request.removed.has(index)) continue;
    if (service !== null) groups.set(service, [...(groups.get(service) ?? []), index]);
  }
  return [...groups].flatMap(([service, locations]) => {
    const name = service.names[0] ?? service.slug;
    if (service.status === "closed") {
      choice.unknowns.push({ code: "service_closed", values: { service: name } });
      return [];
    }
    const channels = proposedChannels(service, choice, isNotice);
    const paid = channels.filter(isForPayers);
    const ladder = channels.filter((channel) => !isForPayers(channel)).slice(0, mostTries);
    if (ladder.length === 0 && !service.roles.includes("search_engine")) {
      choice.unknowns.push({ code: "service_no_channel", values: { service: name } });
    }
    return [
      ...paid.map((channel) => channelStep(service, channel, choice, { locations, stage: stages.firstTry })),
      ...ladder.map((channel, index) => {
        const before = ladder[index - 1];
        return channelStep(service, channel, choice, {
          locations,
          stage: before ? stages.nextTry + index / 10 : firstStage(channel, choice),
          waitsFor: before ? { step: stepId(kindOf(service, before, choice), before.id) } : null,
        });
      }),
    ];
  });
}

/** Who has paid goes to whoever moves the money at once, whatever else is tried. */
function isForPayers({ conditions }: Channel): boolean {
  return conditions.includes("paid");
}

function firstStage(channel: Channel, { facts }: Choice): number {
  return facts.hostile && learnsOf(channel).code !== "nothing" ? stages.lateFirstTry : stages.firstTry;
}

/** A request for erasure to whoever publishes, where no channel of theirs is made for it (GDPR Art. 17). */
export function erasureSteps(choice: Choice, drafts: readonly Draft[]): Draft[] {
  const { facts, request } = choice;
  if (!wantsErasure(facts) || facts.minor || !asksForVictim(choice)) return [];
  const asked = new Set(
    drafts.filter(({ kind }) => kind === "erasure").flatMap(({ locations }) => locations),
  );
  const publishers = new Map<string, { service: Service | null; locations: number[] }>();
  for (const [index, { service, host }] of request.subjects.entries()) {
    const name = service?.names[0] ?? host;
    if (asked.has(index) || name == null || service?.roles.includes("search_engine")) continue;
    publishers.set(name, { service, locations: [...(publishers.get(name)?.locations ?? []), index] });
  }
  if (publishers.size > 0 && facts.hostile) {
    choice.unknowns.push({ code: "erasure_hostile" });
    return [];
  }
  return [...publishers].map(([name, { service, locations }]) => ({
    ...plainStep({
      id: stepId("erasure", service?.slug ?? name),
      kind: "erasure",
      recipient: { name, service: service?.slug ?? null, authority: null },
      locations,
      why: [{ code: "why_erasure" }],
      stage: stages.firstTry,
    }),
    learns: { code: "possible", nameShown: "possible" },
    supply: ["address", "first_party", "reason"],
    term: terms.month,
    waitsFor: firstTryAt(service, drafts),
  }));
}

function firstTryAt(service: Service | null, drafts: readonly Draft[]): Draft["waitsFor"] {
  const first = drafts.find(
    ({ recipient, waitsFor }) => service !== null && recipient.service === service.slug && waitsFor === null,
  );
  return first ? { step: first.id } : null;
}

function isNotice({ purpose }: Channel): boolean {
  return purpose !== "fingerprint" && purpose !== "name_delisting" && purpose !== "outdated_result";
}

/** Sites that no service of the catalogue answers for: who hosts them, then the host. */
export function hostSteps(choice: Choice): Draft[] {
  const { request, facts, services } = choice;
  const groups = new Map<string, number[]>();
  for (const [index, { service, host }] of request.subjects.entries()) {
    if (service !== null || request.removed.has(index)) continue;
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
    const [channel] = known ? proposedChannels(known, choice, ({ purpose }) => purpose === "general") : [];
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
