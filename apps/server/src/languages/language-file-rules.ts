import { type Language, languages } from "@vigie/contract";
import { IntlMessageFormat } from "intl-messageformat";
import { z } from "zod";
import { type AddedLanguage, type CatalogueName, catalogueNames } from "../i18n/translate.ts";

/** Where something cannot be used, as an editor opens it. */
export interface LanguageProblem {
  file: string;
  line: number;
  says: string;
}

/** A whole translation has about 200 kB; a file of more than this is something else. */
export const mostFileBytes = 1_000_000;
const mostSentenceCharacters = 4_000;

/** What the file says of itself; `sentences` is judged one by one. */
const head = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^\p{C}<>]+$/u, "has signs that no name of a language has"),
  direction: z.enum(["ltr", "rtl"]),
  base: z.enum(languages),
  sentences: z.record(z.string(), z.unknown()),
});

type Sentences = Readonly<Record<string, string>>;
type KnownSentences = (base: Language) => Readonly<Record<CatalogueName, Sentences>>;

/**
 * Reads one language as its file gives it. A sentence that cannot be used is left out and told; a file of which the
 * head cannot be used is refused whole.
 * @param known what can be translated, as the base says it.
 */
export function readLanguageFile(
  { file, tag, text }: { file: string; tag: string; text: string },
  known: KnownSentences,
): { language: AddedLanguage | null; problems: LanguageProblem[] } {
  const refused = (says: string, line = 1) => ({ language: null, problems: [{ file, line, says }] });
  const wrongTag = problemOfTag(tag);
  if (wrongTag) return refused(wrongTag);
  if (Buffer.byteLength(text) > mostFileBytes) return refused(`it has more than ${mostFileBytes} bytes`);
  const parsed = parseJson(text);
  if (parsed.kind === "broken") return refused(`it is no JSON: ${parsed.says}`, parsed.line);
  const read = head.safeParse(parsed.value);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => ({
      file,
      line: lineOf(text, path.map(String)),
      says: `${path.join(".") || "the file"}: ${message}`,
    }));
    return { language: null, problems };
  }
  const { name, direction, base, sentences } = read.data;
  const written = scriptDirection(tag);
  if (written !== null && written !== direction)
    return refused(`direction: "${tag}" is written ${written}`, lineOf(text, ["direction"]));
  const problems: LanguageProblem[] = [];
  const usable: Partial<Record<CatalogueName, Sentences>> = {};
  const catalogues = known(base);
  for (const [catalogue, given] of Object.entries(sentences)) {
    const leaveOut = (says: string, key?: string) => {
      const path = ["sentences", catalogue, ...(key === undefined ? [] : [key])];
      problems.push({ file, line: lineOf(text, path), says: `${path.slice(1).join(" / ")}: ${says}` });
    };
    const named = catalogueNames.find((one) => one === catalogue);
    if (!named) {
      leaveOut(`there is no such catalogue; there are ${catalogueNames.join(", ")}`);
      continue;
    }
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      leaveOut("it is no object with sentences");
      continue;
    }
    const good: [string, string][] = [];
    for (const [key, sentence] of Object.entries(given)) {
      const original = Object.hasOwn(catalogues[named], key) ? catalogues[named][key] : undefined;
      const wrong = problemOfSentence(sentence, original, { tag, base });
      if (wrong === null) good.push([key, String(sentence)]);
      else leaveOut(wrong, key);
    }
    usable[named] = Object.fromEntries(good);
  }
  return { language: { tag, name, direction, base, sentences: usable }, problems };
}

// First parts of paths that are no language.
const takenTags: readonly string[] = ["api"];

function problemOfTag(tag: string): string | null {
  if (!/^[a-z]{2,3}(-[A-Z]{2}|-\d{3})?$/.test(tag)) return `"${tag}" is no language code such as ar or pt-BR`;
  if (languages.some((language) => language === tag)) return `"${tag}" is a language of Vigie itself`;
  if (takenTags.includes(tag)) return `"${tag}" is the address of something else`;
  return null;
}

const rightToLeft = ["Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"];

/** Which way a language is written; null for one that the machine does not know. */
function scriptDirection(tag: string): "ltr" | "rtl" | null {
  const { script } = new Intl.Locale(tag).maximize();
  if (script === undefined) return null;
  return rightToLeft.includes(script) ? "rtl" : "ltr";
}

function parseJson(
  text: string,
): { kind: "read"; value: unknown } | { kind: "broken"; says: string; line: number } {
  try {
    return { kind: "read", value: JSON.parse(text.replace(/^\uFEFF/, "")) };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(says)?.[1];
    // Without a position the text ended too early.
    const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
    return { kind: "broken", says, line: before.split("\n").length };
  }
}

/** The line of the last of these names, each looked for after the one before it. */
function lineOf(text: string, names: readonly string[]): number {
  let at = 0;
  for (const name of names) {
    const found = text.indexOf(JSON.stringify(name), at);
    if (found >= 0) at = found;
  }
  return text.slice(0, at).split("\n").length;
}

interface Spoken {
  tag: string;
  base: Language;
}

function problemOfSentence(sentence: unknown, original: string | undefined, spoken: Spoken): string | null {
  if (original === undefined) return "there is no sentence of this name";
  if (typeof sentence !== "string") return "it is no text";
  if (sentence.trim() === "") return "it is empty; leave it out to say it in the base language";
  if (sentence.length > mostSentenceCharacters)
    return `it has more than ${mostSentenceCharacters} characters`;
  try {
    const wanted = placesOf(original, [spoken.base]);
    const message = new IntlMessageFormat(sentence, [spoken.tag, spoken.base], undefined, {
      ignoreTag: true,
    });
    const given = placesIn(message);
    for (const name of wanted.keys()) if (!given.has(name)) return `it lacks {${name}}`;
    for (const [name, kinds] of given) {
      const allowed = wanted.get(name);
      if (!allowed) return `it has {${name}}, which nothing fills`;
      for (const kind of kinds)
        if (!harmless.includes(kind) && !allowed.has(kind))
          return `{${name}} is not written as the base language writes it`;
    }
    message.format(Object.fromEntries([...wanted].map(([name, kinds]) => [name, sampleOf(kinds)])));
    return null;
  } catch (error) {
    return `it cannot be read: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
  }
}

// Numbers of ICU MessageFormat's parts, as intl-messageformat gives them.
const partKinds = [
  "literal",
  "argument",
  "number",
  "date",
  "time",
  "select",
  "plural",
  "pound",
  "tag",
] as const;
type PartKind = (typeof partKinds)[number];

/** What can be made of any value, whatever the base makes of it. */
const harmless: readonly PartKind[] = ["argument", "select", "plural"];

function sampleOf(kinds: ReadonlySet<PartKind>): string | number {
  return ["number", "plural", "date", "time"].some((kind) => kinds.has(kind as PartKind)) ? 3 : "x";
}

function placesOf(sentence: string, locales: string[]): Map<string, Set<PartKind>> {
  return placesIn(new IntlMessageFormat(sentence, locales, undefined, { ignoreTag: true }));
}

/** The places of a message and how each is written, those inside its branches too. */
function placesIn(message: IntlMessageFormat): Map<string, Set<PartKind>> {
  const places = new Map<string, Set<PartKind>>();
  const walk = (parts: ReturnType<IntlMessageFormat["getAst"]>): void => {
    for (const part of parts) {
      const kind = partKinds[part.type] ?? "literal";
      if (kind === "literal" || kind === "pound" || !("value" in part)) continue;
      places.set(part.value, (places.get(part.value) ?? new Set()).add(kind));
      if ("options" in part) for (const { value } of Object.values(part.options)) walk(value);
    }
  };
  walk(message.getAst());
  return places;
}
