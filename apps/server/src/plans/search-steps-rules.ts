import type { Topic } from "@vigie/contract";
import type { Service } from "../catalogue/service-schema.ts";
import {
  asksForVictim,
  authorityStep,
  type Choice,
  channelStep,
  type Draft,
  proposedChannels,
  type StepPlace,
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
    ...(facts.intimate ? searchStepsAt(engines, choice, "intimate_images") : []),
    ...(concernsPerson ? searchStepsAt(engines, choice, "outdated_result") : []),
    ...(concernsPerson ? searchStepsAt(archives, choice, "general") : []),
    ...(wantsDelisting(choice) ? searchStepsAt(engines, choice, "name_delisting") : []),
  ];
}

type SearchPurpose = "intimate_images" | "outdated_result" | "general" | "name_delisting";

/** One step for each engine or archive: the best of its channels for this purpose. */
function searchStepsAt(services: readonly Service[], choice: Choice, purpose: SearchPurpose): Draft[] {
  const place = { ...searchPlace(choice, purpose), locations: addresses(choice) };
  return services.flatMap((service) =>
    proposedChannels(service, choice, (channel) => channel.purpose === purpose)
      .slice(0, 1)
      .map((channel) => channelStep(service, channel, choice, place)),
  );
}

function searchPlace(choice: Choice, purpose: SearchPurpose): Omit<StepPlace, "locations"> {
  switch (purpose) {
    case "intimate_images":
      return { stage: stages.searchImages, kind: "search_images" };
    case "outdated_result":
      return { stage: stages.searchOutdated, kind: "search_outdated", waitsFor: "removal" };
    case "general":
      return { stage: stages.archive, kind: "archive", waitsFor: "removal" };
    case "name_delisting":
      return { stage: isAskedFor(choice) ? stages.firstTry : stages.searchName, kind: "search_name" };
  }
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
