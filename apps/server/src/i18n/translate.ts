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

/**
 * The sentence of a key, its places filled.
 * @throws when a place of the sentence has no value.
 */
export type TranslateOf<Key extends string> = (key: Key, values?: Record<string, string | number>) => string;

/** The sentence of a key of the shared catalogues. */
export type Translate = TranslateOf<MessageKey>;

/** @example translator("fr")("problems.title", { count: 2 }) // "2 choses à corriger" */
export const translator: (language: Language) => Translate = translatorOf(catalogues);

/**
 * A translator over sentences of one's own: a slice with many of them keeps its own pair of catalogues.
 * Called once, at the top of a module: every call begins with nothing parsed.
 * @param sentences by language, then by key, in ICU MessageFormat; tags are plain text.
 * @example const guideText = translatorOf({ fr, en }); guideText("fr")("index.title")
 */
export function translatorOf<Key extends string>(
  sentences: Readonly<Record<Language, Readonly<Record<Key, string>>>>,
): (language: Language) => TranslateOf<Key> {
  // Parsing a message costs far more than filling it; the sentences bound the size of the map.
  const compiled = new Map<string, IntlMessageFormat>();
  const compile = (language: Language, key: Key): IntlMessageFormat => {
    const name = `${language} ${key}`;
    const known = compiled.get(name);
    if (known) return known;
    const message = new IntlMessageFormat(sentences[language][key], language, undefined, { ignoreTag: true });
    compiled.set(name, message);
    return message;
  };
  return (language) => (key, values) => {
    const written = compile(language, key).format(values);
    return typeof written === "string" ? written : String(written);
  };
}
