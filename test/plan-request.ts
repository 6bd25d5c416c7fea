import { blackmailStages, type Situation, situationBody, standings } from "@vigie/contract";
import fc from "fast-check";
import type { Ground } from "../apps/server/src/catalogue/ground-schema.ts";
import {
  allAuthorities,
  allGrounds,
  allServices,
  findGround,
} from "../apps/server/src/catalogue/installed-catalogue.ts";
import type { Service } from "../apps/server/src/catalogue/service-schema.ts";
import type { PlanCatalogue, PlanRequest, Subject } from "../apps/server/src/plans/plan-types.ts";

/** The repository's own rows. */
export const catalogueRows = (): PlanCatalogue => ({
  services: allServices(),
  authorities: allAuthorities(),
  findGround,
});

/** What a plan is asked about; all that is not said is unknown. */
export function planRequest(
  over: Omit<Partial<PlanRequest>, "situation"> & { situation?: Partial<Situation> } = {},
): PlanRequest {
  return {
    subjects: [],
    grounds: [],
    homeCountry: "FR",
    publishedOn: "2026-11-20",
    done: new Map(),
    removed: new Set(),
    worked: new Map(),
    now: new Date("2026-11-21T12:00:00Z"),
    ...over,
    situation: situationBody.parse(over.situation ?? {}),
  };
}

/** A page at a service, or at a site that no service answers for. */
export function pageAt(service: Service | null): Subject {
  const host = service?.domains[0] ?? "site.example";
  return { location: `https://${host}/`, host, service, object: null, hostedBy: null };
}

/** @throws when the catalogue has no such ground. */
export function groundNamed(slug: string): Ground {
  const ground = findGround(slug);
  if (!ground) throw new Error(`no ground ${slug}`);
  return ground;
}

/** The situations that most people are in, and the ones that rules are made for. */
export const mainSituations: readonly Partial<Situation>[] = [
  {},
  { uploaderHostile: "yes", standing: "victim" },
  { uploaderHostile: "no", standing: "victim", minor: "no" },
  { blackmail: "threatened", standing: "victim", minor: "no", fileAtHand: "yes" },
  { blackmail: "under_way", standing: "victim", minor: "no", fileAtHand: "no" },
  { blackmail: "under_way", standing: "victim", minor: "yes" },
  { minor: "yes", standing: "representative" },
  { standing: "hotline", minor: "no" },
  { standing: "right_holder", uploaderHostile: "no" },
  { standing: "witness", country: "BE" },
  { standing: "victim", country: "CA", minor: "no", uploaderKnowsVictim: "yes" },
  { standing: "victim", country: "ZW" },
];

const answer = fc.constantFrom("yes", "no", "unknown");

export const anySituation: fc.Arbitrary<Situation> = fc.record({
  uploaderHostile: answer,
  blackmail: fc.constantFrom(...blackmailStages),
  uploaderKnowsVictim: answer,
  minor: answer,
  fileAtHand: answer,
  standing: fc.constantFrom(...standings),
  country: fc.constantFrom(null, "FR", "BE", "CH", "LU", "CA", "DE", "US", "ZW"),
});

export const anyGrounds: fc.Arbitrary<Ground[]> = fc.uniqueArray(fc.constantFrom(...allGrounds()), {
  maxLength: 4,
});
