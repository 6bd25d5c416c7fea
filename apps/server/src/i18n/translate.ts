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
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

/** @example translator("fr")("problems.title", { count: 2 }) // "2 choses à corriger" */
export function translator(language: Language): Translate {
  return (key, values) => {
    const written = compile(language, key).format(values);
    return typeof written === "string" ? written : String(written);
  };
}

const compiled = new Map<string, IntlMessageFormat>();

// Parsing a message costs far more than filling it; the catalogues bound the size of the map.
function compile(language: Language, key: MessageKey): IntlMessageFormat {
  const name = `${language} ${key}`;
  const known = compiled.get(name);
  if (known) return known;
  const message = new IntlMessageFormat(catalogues[language][key], language, undefined, { ignoreTag: true });
  compiled.set(name, message);
  return message;
}
