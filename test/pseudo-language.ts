import { languageTemplate } from "../apps/server/src/languages/languages-command.ts";

/** Code of no language: ISO 639-2 keeps `qaa` to `qtz` for local use. */
export const pseudoTag = "qps";

/** The file of an invented language, right to left: the English sentences with an accent on every vowel. */
export function pseudoLanguage(): string {
  const { sentences, ...head } = languageTemplate("en");
  return JSON.stringify({
    ...head,
    name: "Ƥšéüðö",
    direction: "rtl",
    sentences: Object.fromEntries(
      Object.entries(sentences).map(([catalogue, texts]) => [
        catalogue,
        Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, accented(text)])),
      ]),
    ),
  });
}

const accents: Readonly<Record<string, string>> = {
  a: "á",
  e: "é",
  i: "í",
  o: "ö",
  u: "ü",
  y: "ý",
  A: "Á",
  E: "É",
  I: "Í",
  O: "Ö",
  U: "Ü",
  Y: "Ý",
};

/** Puts accents on the text of a message, not on the names of its places and branches. */
function accented(message: string): string {
  let depth = 0;
  return [...message]
    .map((sign) => {
      if (sign === "{") depth += 1;
      if (sign === "}") depth -= 1;
      // Braces hold places and texts in turn.
      return depth % 2 === 0 ? (accents[sign] ?? sign) : sign;
    })
    .join("");
}

/** What stands between the places of the English sentences, where an accent would have changed it. */
export function englishPassages(): string[] {
  const passages = Object.values(languageTemplate("en").sentences)
    .flatMap((texts) => Object.values(texts))
    .flatMap((text) => (/\{\w+,/.test(text) ? [] : text.split(/\{\w+\}/)))
    .map((passage) => passage.trim())
    .filter((passage) => passage.length >= 14 && accented(passage) !== passage);
  return [...new Set(passages)];
}
