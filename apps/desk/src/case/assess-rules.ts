import type { AssessCaseBody, GroundView, Language, Manifestness, MinorAnswer } from "@vigie/contract";
import { usualManifestness } from "./text-card-rules.ts";

type GradeScale = NonNullable<AssessCaseBody["grade"]>["scale"];

export interface AssessDraft {
  grounds: readonly string[];
  manifest: Manifestness | null;
  minor: MinorAnswer | null;
  reasons: string;
  publicReasons: string;
  /** Elements found: ground and place in its list. */
  ticked: readonly string[];
  /** null: no grade was stated. */
  grade: { scale: GradeScale; grade: string; statedBy: string | null } | null;
  /** Cases of the group that get the same. */
  also: readonly string[];
}

/** Grounds one assessment may name; the contract refuses more. */
export const groundsMaximum = 10;

export type AssessGap = "ground" | "manifest" | "minor" | "reasons" | "grade";

/** What the assessment still lacks. "Not illegal" needs no ground; every decision needs its reasons. */
export function assessGaps(draft: AssessDraft): AssessGap[] {
  const gaps: AssessGap[] = [];
  if (draft.grounds.length === 0 && draft.manifest !== "not_illegal") gaps.push("ground");
  if (draft.manifest === null) gaps.push("manifest");
  if (draft.minor === null) gaps.push("minor");
  if (draft.reasons.trim() === "") gaps.push("reasons");
  const { grade } = draft;
  if (grade !== null && (grade.grade.trim() === "" || grade.statedBy === null)) gaps.push("grade");
  return gaps;
}

/**
 * The draft as the contract wants it, or null while something is missing.
 * @param seen `version` of the case that whoever assesses has read.
 */
export function assessBody(draft: AssessDraft, seen: number): AssessCaseBody | null {
  if (assessGaps(draft).length > 0 || draft.manifest === null || draft.minor === null) return null;
  const { grade } = draft;
  const publicReasons = draft.publicReasons.trim();
  return {
    grounds: [...draft.grounds],
    manifest: draft.manifest,
    minor: draft.minor,
    reasons: draft.reasons.trim(),
    publicReasons: publicReasons === "" ? null : publicReasons,
    grade:
      grade === null || grade.statedBy === null
        ? null
        : { scale: grade.scale, grade: grade.grade.trim(), statedBy: grade.statedBy },
    seen,
  };
}

/** True when a chosen ground forbids any visit to the address. */
export function forbidsFetch(grounds: readonly GroundView[]): boolean {
  return grounds.some(({ handling }) => handling === "no_fetch");
}

/** A ground's elements in a language; some exist in the language of the law only. */
export function elementsOf(ground: GroundView, language: Language): { key: string; text: string }[] {
  const shown = ground.elements[language].length > 0 ? ground.elements[language] : ground.elements.fr;
  return shown.map((text, index) => ({ key: `${ground.slug} ${index}`, text }));
}

/** The reasons with the ticked elements added as lines, none twice. */
export function withElements(reasons: string, elements: readonly string[]): string {
  const lines = reasons === "" ? [] : reasons.split("\n");
  const added = elements.map((element) => `- ${element}`).filter((line) => !lines.includes(line));
  return [...lines, ...added].join("\n");
}

/** What of a draft depends on the ticks: they make the reasons, until somebody writes their own. */
export function tickElements(
  draft: Pick<AssessDraft, "reasons" | "ticked">,
  ticked: readonly string[],
  textOf: (key: string) => string | null,
): Pick<AssessDraft, "reasons" | "ticked"> {
  const texts = (keys: readonly string[]) => keys.flatMap((key) => textOf(key) ?? []);
  const untouched = draft.reasons.trim() === "" || draft.reasons === withElements("", texts(draft.ticked));
  return { ticked, reasons: untouched ? withElements("", texts(ticked)) : draft.reasons };
}

/**
 * A proposed ground chosen, or let go when it was: chosen, its elements are ticked and how plain it usually is stands as a
 * first answer.
 */
export function toggleGround(
  draft: AssessDraft,
  ground: GroundView,
  { language, textOf }: { language: Language; textOf: (key: string) => string | null },
): Partial<AssessDraft> {
  const elements = elementsOf(ground, language).map(({ key }) => key);
  const rest = draft.ticked.filter((key) => !key.startsWith(`${ground.slug} `));
  if (draft.grounds.includes(ground.slug)) {
    return {
      grounds: draft.grounds.filter((slug) => slug !== ground.slug),
      ...tickElements(draft, rest, textOf),
    };
  }
  if (draft.grounds.length >= groundsMaximum) return {};
  return {
    grounds: [...draft.grounds, ground.slug],
    manifest: draft.manifest ?? usualManifestness(ground),
    ...tickElements(draft, [...rest, ...elements], textOf),
  };
}
