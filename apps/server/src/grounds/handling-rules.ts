/** What Vigie may do with a content, from the freest to the strictest. */
export type Handling = "normal" | "restricted" | "unknown" | "no_fetch";

/** What a ground of the catalogue allows. */
type GroundHandling = "normal" | "restricted" | "no_fetch";

/** Whether an analyst found that the person shown or approached is a minor; null when not looked at. */
type MinorMark = "yes" | "no" | "unsure" | null;

const order = { normal: 0, restricted: 1, unknown: 2, no_fetch: 3 } as const satisfies Record<
  Handling,
  number
>;

/**
 * The strictest of several handlings: normal, restricted, unknown, no_fetch.
 * @returns "normal" when there is none, the neutral element: callers decide what an absence means.
 */
export function strictest(...handlings: readonly Handling[]): Handling {
  let found: Handling = "normal";
  for (const handling of handlings) if (order[handling] > order[found]) found = handling;
  return found;
}

/** What is known of a content when its handling is decided. */
export interface HandlingFacts {
  /** True once an analyst has made an assessment. */
  assessed: boolean;
  /** The handlings of the grounds that were chosen. */
  grounds: readonly GroundHandling[];
  minorMarked: MinorMark;
  /** A reporter said that someone under 18 may be concerned. */
  minorReported: boolean;
  /** A reporter said that this was sent to them only: the address may be unique to the victim. */
  privateReported: boolean;
}

/**
 * The handling of a content. Each fact only ever makes it stricter, so the order of facts does not matter:
 * - a minor, marked by an analyst or by a ground, forbids fetching for ever;
 * - an address sent to one person is never contacted, whatever the assessment says;
 * - a reporter's "under 18" holds until an analyst has marked "no";
 * - without an assessment, or with one that names no ground, nothing is known.
 */
export function handlingOf(facts: HandlingFacts): Handling {
  return strictest(
    facts.assessed && facts.grounds.length > 0 ? "normal" : "unknown",
    ...facts.grounds,
    facts.privateReported ? "unknown" : "normal",
    facts.minorReported && facts.minorMarked !== "no" ? "unknown" : "normal",
    facts.minorMarked === "unsure" ? "unknown" : "normal",
    facts.minorMarked === "yes" ? "no_fetch" : "normal",
  );
}
