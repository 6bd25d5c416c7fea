import type { Language } from "@vigie/contract";
import { IntlMessageFormat } from "intl-messageformat";
import en from "./en.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };

/** Name of a sentence in the catalogues. */
export type MessageKey = keyof typeof fr;

/** The sentences, by language. A key that one language lacks does not compile. */
export const catalogues = { fr, en } satisfies Record<Language, Record<MessageKey, string>>;

/** Which way each language is written. */
export const directions = { fr: "ltr", en: "ltr" } as const satisfies Record<Language, "ltr" | "rtl">;

/** What each language calls itself. */
export const languageNames = { fr: "Français", en: "English" } as const satisfies Record<Language, string>;

/** Names of the catalogues: a language that an installation adds says under each what it translates. */
export const catalogueNames = [
  "shared",
  "help",
  "help-minors",
  "guides",
  "plan",
  "plan-pages",
  "evidence",
  "documents",
  "safety",
  "fingerprint",
] as const;
export type CatalogueName = (typeof catalogueNames)[number];

/** A language that an installation adds to the public pages by a file. */
export interface AddedLanguage {
  /** BCP 47: two or three letters, and a region where it has one. */
  tag: string;
  /** What it calls itself. */
  name: string;
  direction: "ltr" | "rtl";
  /** Says what is not translated, and is what everything but the public pages sees. */
  base: Language;
  /** By catalogue, then by key, in ICU MessageFormat. */
  sentences: Readonly<Partial<Record<CatalogueName, Readonly<Record<string, string>>>>>;
}

/** Who speaks on a public page: a language of Vigie, or one that the installation added. */
export type PublicVoice = Language | AddedLanguage;

/** The language of Vigie that stands behind a voice. */
export function baseOf(voice: PublicVoice): Language {
  return typeof voice === "string" ? voice : voice.base;
}

/**
 * The sentence of a key, its places filled.
 * @throws when a place of the sentence has no value.
 */
export type TranslateOf<Key extends string> = (key: Key, values?: Record<string, string | number>) => string;

/** The sentence of a key of the shared catalogues. */
export type Translate = TranslateOf<MessageKey>;

/** @example translator("fr")("problems.title", { count: 2 }) // "2 choses à corriger" */
export const translator: (voice: PublicVoice) => Translate = translatorOf("shared", catalogues);

/**
 * A translator over sentences of one's own: a slice with many of them keeps its own pair of catalogues.
 * Called once, at the top of a module: every call begins with nothing parsed.
 * @param names of the catalogue, or of several: an added language is asked under each, in this order.
 * @param sentences by language, then by key, in ICU MessageFormat; tags are plain text.
 * @example const guideText = translatorOf("guides", { fr, en }); guideText("fr")("index.title")
 */
export function translatorOf<Key extends string>(
  names: CatalogueName | readonly CatalogueName[],
  sentences: Readonly<Record<Language, Readonly<Record<Key, string>>>>,
): (voice: PublicVoice) => TranslateOf<Key> {
  // Parsing a message costs far more than filling it; the sentences bound the size of the maps.
  const compiled = new Map<PublicVoice, Map<Key, IntlMessageFormat>>();
  const compile = (voice: PublicVoice, key: Key): IntlMessageFormat => {
    const own = addedSentence(voice, [names].flat(), key);
    const base = baseOf(voice);
    return own === undefined || typeof voice === "string"
      ? new IntlMessageFormat(sentences[base][key], base, undefined, { ignoreTag: true })
      : new IntlMessageFormat(own, [voice.tag, base], undefined, { ignoreTag: true });
  };
  return (voice) => (key, values) => {
    const known = compiled.get(voice) ?? new Map<Key, IntlMessageFormat>();
    compiled.set(voice, known);
    const message = known.get(key) ?? compile(voice, key);
    known.set(key, message);
    const written = message.format(values);
    return typeof written === "string" ? written : String(written);
  };
}

function addedSentence(voice: PublicVoice, names: readonly CatalogueName[], key: string): string | undefined {
  if (typeof voice === "string") return undefined;
  for (const name of names) {
    const own = voice.sentences[name];
    if (own && Object.hasOwn(own, key)) return own[key];
  }
  return undefined;
}
