import type { Situation, Topic } from "@vigie/contract";
import type { Ground } from "../catalogue/ground-schema.ts";
import type { PlanSentence } from "./plan-types.ts";

/** What the rules reason with, drawn from grounds and situation. Doubt is always read as the worse case. */
export interface PlanFacts {
  grounds: readonly Ground[];
  topics: ReadonlySet<Topic>;
  /** Somebody under 18 is shown or approached, or a ground says so. */
  minor: boolean;
  /** Nobody has said that the person is an adult, and it matters here. */
  ageUnknown: boolean;
  /** Whoever posted it means harm, or may: a route must then neither warn nor name anybody. */
  hostile: boolean;
  /** True when `hostile` is assumed because nobody said otherwise. */
  hostileAssumed: boolean;
  /** Intimate images are at stake, published or threatened. */
  intimate: boolean;
  /** Life may be in danger. */
  danger: boolean;
  unknowns: readonly PlanSentence[];
}

/** What concerns one person whom the uploader may want to hurt. */
const personal: ReadonlySet<Topic> = new Set([
  "intimate_image",
  "blackmail",
  "impersonation",
  "harassment",
  "threats",
  "privacy",
  "defamation",
  "minors",
]);

/** Requests about one's data go to whoever holds them, not to an enemy. */
const dataRequests: ReadonlySet<string> = new Set(["gdpr-erasure", "delisting"]);

/**
 * Draws the facts. A ground about adults gives way to its variant for minors when a minor is concerned. Two statements
 * that contradict each other are both told, and the stricter one is followed.
 * @param findGround gives a ground by slug, for the variants.
 */
export function planFacts(
  given: readonly Ground[],
  situation: Situation,
  findGround: (slug: string) => Ground | undefined,
): PlanFacts {
  const unknowns: PlanSentence[] = [];
  const minorByGround = given.filter(({ handling }) => handling === "no_fetch");
  const minor = situation.minor === "yes" || minorByGround.length > 0;
  if (situation.minor === "no" && minorByGround[0]) {
    unknowns.push({ code: "contradiction_minor", values: { ground: minorByGround[0].slug } });
  }
  const grounds = minor ? withMinorVariants(given, findGround) : given;
  if (grounds.length !== given.length || grounds.some((ground, index) => ground !== given[index])) {
    unknowns.push({ code: "minor_variant" });
  }

  const topics = new Set(grounds.flatMap((ground) => ground.topics));
  if (situation.blackmail !== "none") topics.add("blackmail");
  if (minor) topics.add("minors");

  const asVictim = situation.standing === "victim" || situation.standing === "representative";
  const concernsOnePerson =
    situation.blackmail !== "none" ||
    minor ||
    grounds.some(
      ({ slug, topics: own }) =>
        !dataRequests.has(slug) &&
        own.some((topic) => personal.has(topic) || (asVictim && (topic === "hate" || topic === "fraud"))),
    );
  const saidHostile =
    situation.uploaderHostile === "yes" || situation.blackmail !== "none" || topics.has("blackmail");
  const hostileAssumed = !saidHostile && situation.uploaderHostile === "unknown" && concernsOnePerson;
  if (hostileAssumed && !minor) unknowns.push({ code: "hostile_assumed" });
  if (situation.uploaderHostile === "no" && saidHostile) unknowns.push({ code: "contradiction_hostile" });

  const intimate = topics.has("intimate_image");
  const ageUnknown = !minor && situation.minor === "unknown" && (intimate || topics.has("blackmail"));
  if (ageUnknown) unknowns.push({ code: "age_unknown" });

  return {
    grounds,
    topics,
    minor,
    ageUnknown,
    hostile: saidHostile || hostileAssumed,
    hostileAssumed,
    intimate,
    danger: grounds.some(({ urgency, topics: [main] }) => urgency === "P0" && main !== "blackmail"),
    unknowns,
  };
}

function withMinorVariants(
  grounds: readonly Ground[],
  findGround: (slug: string) => Ground | undefined,
): readonly Ground[] {
  const resolved = grounds.map((ground) =>
    ground.minorVariant === null ? ground : (findGround(ground.minorVariant) ?? ground),
  );
  return [...new Map(resolved.map((ground) => [ground.slug, ground])).values()];
}
