import type { Topic } from "../catalogue/row-parts.ts";
import type { Channel, Service } from "../catalogue/service-schema.ts";
import {
  asksForVictim,
  authorityStep,
  type Choice,
  channelStep,
  type Draft,
  proposedChannels,
  stages,
} from "./step-rules.ts";

const personalTopics: readonly Topic[] = [
  "intimate_image",
  "privacy",
  "harassment",
  "impersonation",
  "defamation",
];

/**
 * Search engines and archives, after everything that acts at the source: pictures whose page is still online, results
 * of pages that are gone, results on a name. One route for each engine and purpose.
 */
export function searchSteps(choice: Choice): Draft[] {
  const { facts, request, services } = choice;
  if (facts.minor || request.situation.blackmail === "threatened") return [];
  const concernsPerson = personalTopics.some((topic) => facts.topics.has(topic));
  const own = new Set(request.subjects.map(({ service }) => service?.slug));
  const active = services.filter(({ status }) => status === "active");
  const engines = active
    .filter(({ roles }) => roles.includes("search_engine"))
    .sort((a, b) => Number(own.has(b.slug)) - Number(own.has(a.slug)));
  const archives = active.filter(({ slug, roles }) => roles.includes("archive") && !own.has(slug));
  return [
    ...(facts.intimate ? engines.flatMap((engine) => imageStep(engine, choice)) : []),
    ...(concernsPerson ? engines.flatMap((engine) => outdatedStep(engine, choice)) : []),
    ...(concernsPerson ? archives.flatMap((archive) => archiveStep(archive, choice)) : []),
    ...(wantsDelisting(choice) ? engines.flatMap((engine) => nameStep(engine, choice)) : []),
  ];
}

function imageStep(engine: Service, choice: Choice): Draft[] {
  return bestOf(engine, choice, "intimate_images").map((channel) =>
    channelStep(engine, channel, choice, {
      locations: addresses(choice),
      stage: stages.searchImages,
      kind: "search_images",
    }),
  );
}

function outdatedStep(engine: Service, choice: Choice): Draft[] {
  return bestOf(engine, choice, "outdated_result").map((channel) =>
    channelStep(engine, channel, choice, {
      locations: addresses(choice),
      stage: stages.searchOutdated,
      kind: "search_outdated",
      waitsFor: "removal",
    }),
  );
}

function archiveStep(archive: Service, choice: Choice): Draft[] {
  return bestOf(archive, choice, "general").map((channel) =>
    channelStep(archive, channel, choice, {
      locations: addresses(choice),
      stage: stages.archive,
      kind: "archive",
      waitsFor: "removal",
    }),
  );
}

function nameStep(engine: Service, choice: Choice): Draft[] {
  return bestOf(engine, choice, "name_delisting").map((channel) =>
    channelStep(engine, channel, choice, {
      locations: addresses(choice),
      stage: isAskedFor(choice) ? stages.firstTry : stages.searchName,
      kind: "search_name",
    }),
  );
}

function bestOf(service: Service, choice: Choice, purpose: Channel["purpose"]): Channel[] {
  return proposedChannels(service, choice, (channel) => channel.purpose === purpose).slice(0, 1);
}

function addresses({ request }: Choice): number[] {
  return request.subjects.flatMap(({ host }, index) => (host === null ? [] : [index]));
}

/** Where the trouble is what comes up on a name: said by the ground, or because the uploader knows that name. */
function wantsDelisting(choice: Choice): boolean {
  const { facts, request } = choice;
  const isAboutName = facts.grounds.some(({ topics: [main] }) => main === "privacy" || main === "defamation");
  const isNamed = facts.intimate && request.situation.uploaderKnowsVictim === "yes";
  return asksForVictim(choice) && (isAboutName || isNamed);
}

/** It is the main answer only where somebody asks for just that, and nobody is blackmailed. */
function isAskedFor({ facts }: Choice): boolean {
  return facts.grounds.some(({ slug }) => slug === "delisting") && !facts.topics.has("blackmail");
}

/** The data protection authority, once a request has had its month. */
export function dataAuthoritySteps(choice: Choice): Draft[] {
  const { facts, authorities, country } = choice;
  if (facts.minor || !asksForVictim(choice)) return [];
  return authorities
    .filter((row) => row.kind === "regulator" && row.topics.includes("privacy") && row.country === country)
    .map((row) =>
      authorityStep(row, choice, {
        kind: "data_authority",
        stage: stages.dataAuthority,
        why: [{ code: "why_data_authority", values: { name: row.name } }],
        cautions: [{ code: "caution_needs_proof" }],
        term: null,
        waitsFor: "legal_request",
      }),
    );
}
