import type { CaseView, CatalogueView, Concern, GroundView, Manifestness, MatchView } from "@vigie/contract";
import type { Texts } from "../texts/texts-type.ts";

/** As many words as somebody takes in at one glance. */
export const mostWords = 12;

/** Words of a text, as a reader counts them; an address is one. */
export function wordCount(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/**
 * A case in at most `mostWords` neutral words, composed from what is known: what it is about, where, how often it was
 * reported, whether a minor may be concerned, what was decided before. Nothing that a reporter wrote, no address but its host.
 */
export function caseInWords(view: CaseView, texts: Texts): string {
  const { summary, contents } = view;
  const { card } = texts.queue;
  const about = aboutOf(view, texts);
  const where =
    summary.title ?? (contents.every(({ kind }) => kind === "words") ? card.described : card.sealed);
  const earlier = earlierOf(view, texts);
  const minor = contents.some(({ minorReported }) => minorReported);
  let left = mostWords;
  const said: string[] = [];
  for (const part of [about, where, card.reports(summary.reports), earlier, minor ? card.minor : null]) {
    if (part === null || wordCount(part) > left) continue;
    left -= wordCount(part);
    said.push(part);
  }
  return said.join(", ");
}

function aboutOf({ summary }: CaseView, texts: Texts): string {
  if (summary.concern !== null) return texts.concerns[summary.concern];
  const [topic] = summary.topics;
  if (topic === undefined) return texts.noConcern;
  const words = texts.topics[topic];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function earlierOf(view: CaseView, texts: Texts): string | null {
  const { before, alike } = texts.queue.card;
  const standing = newest(view.assessments);
  if (standing !== undefined) return standing.manifest === "not_illegal" ? before.legal : before.illegal;
  return verdictMatch(view.matches) === null ? null : alike;
}

const newest = (assessments: CaseView["assessments"]) =>
  [...assessments].sort((left, right) => right.at.localeCompare(left.at))[0];

/** The match whose verdict can be taken over: one that waits and proposes before one that was confirmed. */
export function verdictMatch(matches: readonly MatchView[]): MatchView | null {
  const proposing = matches.filter(({ proposes }) => proposes !== null);
  return (
    proposing.find(({ status }) => status === "proposed") ??
    proposing.find(({ status }) => status === "confirmed") ??
    null
  );
}

/** Families of the catalogue that a reporter's plain choice points to, the nearest first. */
const familiesOf = {
  minor_abuse: ["child_protection"],
  intimate_images: ["image_based_abuse"],
  blackmail: ["blackmail", "image_based_abuse"],
  threat_or_violence: ["threats", "violence"],
  harassment: ["harassment", "image_based_abuse", "threats"],
  hate: ["hate", "discrimination"],
  terrorism: ["terrorism"],
  scam_or_other: ["fraud", "consumer", "identity", "cyber"],
} as const satisfies Record<Concern, readonly string[]>;

/** How many grounds have a digit. */
export const mostProposed = 6;

export interface GroundGuess {
  ground: GroundView;
  from: "match" | "assessment" | "concern";
}

const manifestRank = { always: 0, usual: 1, contextual: 2, rarely: 3 } as const;

/**
 * Grounds that a case may fall under, the likeliest first: of a match that was judged, of the assessment that stands, then of
 * the families that its reports name, the plainest of each first. A guess from data already there: no content was read.
 */
export function guessGrounds(view: CaseView, catalogue: CatalogueView | undefined): GroundGuess[] {
  const grounds = catalogue?.grounds ?? [];
  const matched = verdictMatch(view.matches)?.proposes?.grounds ?? [];
  const standing = newest(view.assessments)?.grounds ?? [];
  const families = concernsOf(view).flatMap((concern) => familiesOf[concern]);
  const bySlug = (slugs: readonly string[], from: GroundGuess["from"]) =>
    slugs.flatMap((slug) => {
      const ground = grounds.find((candidate) => candidate.slug === slug);
      return ground === undefined ? [] : [{ ground, from }];
    });
  const ofFamilies = [...new Set<string>(families)].flatMap((family) =>
    grounds
      .filter((ground) => ground.family === family)
      .sort((left, right) => manifestRank[left.manifest] - manifestRank[right.manifest])
      .map((ground) => ({ ground, from: "concern" as const })),
  );
  const guesses = [...bySlug(matched, "match"), ...bySlug(standing, "assessment"), ...ofFamilies];
  return guesses
    .filter(({ ground }, index) => guesses.findIndex((other) => other.ground.slug === ground.slug) === index)
    .slice(0, mostProposed);
}

/** What its reports say it is, what most of them say first. */
function concernsOf({ summary, reports }: CaseView): Concern[] {
  const counts = new Map<Concern, number>();
  if (summary.concern !== null) counts.set(summary.concern, 0.5);
  for (const { concern, withdrawn } of reports) {
    if (concern !== null && !withdrawn) counts.set(concern, (counts.get(concern) ?? 0) + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left).map(([concern]) => concern);
}

/** How plain a ground usually is, as a first proposal: whoever assesses decides. */
export function usualManifestness({ manifest }: GroundView): Manifestness {
  return ({ always: "manifest", usual: "manifest", contextual: "likely", rarely: "needs_context" } as const)[
    manifest
  ];
}
