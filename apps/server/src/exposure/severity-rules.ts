import type { Severity, Topic } from "@vigie/contract";

/** What the catalogue says of a ground, as far as it tells what its media are like. */
export interface GroundFacts {
  family: string;
  topics: readonly Topic[];
  urgency: "P0" | "P1" | "P2" | "P3" | "P4";
}

/** Families whose media show harm done to a body. */
const bodilyFamilies: ReadonlySet<string> = new Set(["violence", "self_harm"]);
const severeTopics: ReadonlySet<Topic> = new Set(["intimate_image", "terrorism", "minors"]);

/**
 * How grave it is to look at media of these grounds; the gravest decides. Severe are:
 * - what is sexual: topic `intimate_image`, sextortion among it;
 * - terrorism, and whatever concerns minors;
 * - violence, and incitement to or methods of suicide, by their families;
 * - threats that are urgent (P0, P1).
 * No ground at all, or one that the catalogue does not know any more, is severe too: what we do not know is possible.
 */
export function severityOf(grounds: readonly (GroundFacts | undefined)[]): Severity {
  if (grounds.length === 0) return "severe";
  return grounds.some((ground) => !ground || isSevere(ground)) ? "severe" : "other";
}

function isSevere({ family, topics, urgency }: GroundFacts): boolean {
  if (bodilyFamilies.has(family) || topics.some((topic) => severeTopics.has(topic))) return true;
  return topics.includes("threats") && (urgency === "P0" || urgency === "P1");
}

/** The one topic under which a reveal stands in the ledger: of the gravest ground, the first it names. */
export function ledgerTopic(grounds: readonly (GroundFacts | undefined)[]): Topic {
  const known = grounds.filter((ground) => ground !== undefined);
  return (known.find(isSevere) ?? known[0])?.topics[0] ?? "other";
}
