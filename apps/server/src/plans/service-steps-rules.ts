import type { Channel, Service } from "../catalogue/service-schema.ts";
import {
  type Choice,
  channelStep,
  type Draft,
  kindOf,
  plainStep,
  proposedChannels,
  stages,
  stepId,
} from "./step-rules.ts";

/** More tries than these at one service would be pressing, not reporting. */
const mostTries = 4;

/** Services where the content is: their channels as a ladder, one complete notice for each object at a time. */
export function serviceSteps(choice: Choice): Draft[] {
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
    const ladder = proposedChannels(service, choice, isNotice).slice(0, mostTries);
    if (ladder.length === 0) {
      choice.unknowns.push({
        code: "service_no_channel",
        values: { service: service.names[0] ?? service.slug },
      });
    }
    return ladder.map((channel, index) => {
      const before = ladder[index - 1];
      return channelStep(service, channel, choice, {
        locations,
        stage: index === 0 ? stages.firstTry : stages.nextTry + index / 10,
        waitsFor: before ? { step: stepId(kindOf(service, before, choice), before.id) } : null,
      });
    });
  });
}

function isNotice({ purpose }: Channel): boolean {
  return purpose !== "fingerprint" && purpose !== "name_delisting" && purpose !== "outdated_result";
}

/** Sites that no service of the catalogue answers for: who hosts them, then the host. */
export function hostSteps(choice: Choice): Draft[] {
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
