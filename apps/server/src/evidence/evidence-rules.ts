import {
  type ErrorCode,
  type ErrorDetails,
  type EvidenceEntry,
  type EvidenceKind,
  type EvidenceTime,
  evidenceKinds,
  evidenceLimits,
  kindsForAnyAge,
  type Situation,
} from "@vigie/contract";
import { visibleText } from "../contents/pasted-text-rules.ts";
import { instantOf, readTime, type TypedTime } from "./evidence-time-rules.ts";

/** An entry as a form gives it. */
export interface TypedEntry extends TypedTime {
  kind: EvidenceKind;
  text: string;
}

/** What is sealed of an entry. */
export interface EvidenceContent {
  kind: EvidenceKind;
  text: string;
  typed: string | null;
  when: EvidenceTime | null;
}

/** What is wrong with an entry, and in which field. */
export interface EvidenceProblem {
  code: ErrorCode;
  details: ErrorDetails;
  field: keyof TypedEntry;
}

/** Kinds that are offered: all of them only where somebody said that nobody under 18 is concerned. */
export function kindsFor(minor: Situation["minor"]): readonly EvidenceKind[] {
  return minor === "no" ? evidenceKinds : kindsForAnyAge;
}

/**
 * Makes an entry storable, or says what is wrong with it. Words are kept as they came. Of anything else the form
 * without invisible marks is kept, and beside it what was typed where that differs: the marks may be a trick worth
 * showing.
 */
export function readEntry(
  entry: TypedEntry,
  { minor, now }: { minor: Situation["minor"]; now: Date },
): { kind: "read"; content: EvidenceContent } | { kind: "wrong"; problems: EvidenceProblem[] } {
  const problems: EvidenceProblem[] = [];
  if (!kindsFor(minor).includes(entry.kind)) {
    problems.push({ code: "evidence.kind_not_taken", details: {}, field: "kind" });
  }
  const text = entry.kind === "words" ? entry.text : onOneLine(entry.text);
  const wrongText = problemOfText(entry.kind, text, entry.text);
  if (wrongText) problems.push({ ...wrongText, field: "text" });
  const time = readTime(entry, now);
  if (time.kind === "wrong") problems.push({ code: time.code, details: {}, field: time.field });
  if (problems.length > 0 || time.kind === "wrong") return { kind: "wrong", problems };
  const isKept = text === entry.text || text === entry.text.trim();
  const content = { kind: entry.kind, text: digitsOnly(entry.kind, text), typed: isKept ? null : entry.text };
  return { kind: "read", content: { ...content, when: time.when } };
}

/** Limit of characters of a kind. */
export function limitOf(kind: EvidenceKind): number {
  if (kind === "words") return evidenceLimits.wordsCharacters;
  return kind === "address" ? evidenceLimits.addressCharacters : evidenceLimits.shortCharacters;
}

/** Entries in the order of what happened; those without a time last, in the order they were kept. */
export function inOrderOfTime(entries: readonly EvidenceEntry[]): EvidenceEntry[] {
  const moment = ({ when }: EvidenceEntry) =>
    when === null ? Number.POSITIVE_INFINITY : instantOf(when).getTime();
  return entries.toSorted((a, b) => {
    const [first, second] = [moment(a), moment(b)];
    if (first !== second) return first < second ? -1 : 1;
    return a.addedAt < b.addedAt ? -1 : a.addedAt > b.addedAt ? 1 : 0;
  });
}

function problemOfText(
  kind: EvidenceKind,
  text: string,
  typed: string,
): { code: ErrorCode; details: ErrorDetails } | null {
  if (text.trim() === "") return { code: "evidence.empty", details: {} };
  const limit = limitOf(kind);
  if (Math.max(text.length, typed.length) > limit) return { code: "evidence.too_long", details: { limit } };
  if (kind === "account_id" && !/^\d{1,40}$/.test(digitsOnly(kind, text))) {
    return { code: "evidence.account_id_digits", details: {} };
  }
  return null;
}

function onOneLine(text: string): string {
  return visibleText(text).replace(/\s+/g, " ").trim();
}

function digitsOnly(kind: EvidenceKind, text: string): string {
  return kind === "account_id" ? text.replace(/[\s.,]/g, "") : text;
}
