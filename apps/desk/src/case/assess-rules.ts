import type { AssessCaseBody, GroundView, Manifestness, MinorAnswer } from "@vigie/contract";

export interface AssessDraft {
  grounds: readonly string[];
  manifest: Manifestness | null;
  minor: MinorAnswer | null;
  reasons: string;
}

/** Grounds one assessment may name; the contract refuses more. */
export const groundsMaximum = 10;

export type AssessGap = "ground" | "manifest" | "minor" | "reasons";

/** What the assessment still lacks. "Not illegal" needs no ground; every decision needs its reasons. */
export function assessGaps(draft: AssessDraft): AssessGap[] {
  const gaps: AssessGap[] = [];
  if (draft.grounds.length === 0 && draft.manifest !== "not_illegal") gaps.push("ground");
  if (draft.manifest === null) gaps.push("manifest");
  if (draft.minor === null) gaps.push("minor");
  if (draft.reasons.trim() === "") gaps.push("reasons");
  return gaps;
}

/** The draft as the contract wants it, or null while something is missing. */
export function assessBody(draft: AssessDraft): AssessCaseBody | null {
  if (assessGaps(draft).length > 0 || draft.manifest === null || draft.minor === null) return null;
  return {
    grounds: [...draft.grounds],
    manifest: draft.manifest,
    minor: draft.minor,
    reasons: draft.reasons.trim(),
  };
}

/** True when a chosen ground forbids any visit to the address. */
export function forbidsFetch(grounds: readonly GroundView[]): boolean {
  return grounds.some(({ handling }) => handling === "no_fetch");
}

/** The reasons with the ticked elements added as lines, none twice. */
export function withElements(reasons: string, elements: readonly string[]): string {
  const lines = reasons === "" ? [] : reasons.split("\n");
  const added = elements.map((element) => `- ${element}`).filter((line) => !lines.includes(line));
  return [...lines, ...added].join("\n");
}
