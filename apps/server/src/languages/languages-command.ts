import type { Language } from "@vigie/contract";
import { type CatalogueName, catalogueNames } from "../i18n/translate.ts";
import { baseCatalogues, sentenceCount } from "./base-catalogues.ts";
import { readLanguages } from "./read-languages.ts";

interface CheckOptions {
  /** Where the installation keeps its languages; it need not exist. */
  folder: string;
  json: boolean;
  stdout: NodeJS.WritableStream;
}

/**
 * `vigie languages check`: one line for each problem, `file:line: what`, and how much of each language is translated.
 * Needs no server and no database, and changes no file.
 * @returns the exit status: 0 when everything can be used, else 1. A sentence that is missing is no problem.
 */
export async function runLanguagesCheck({ folder, json, stdout }: CheckOptions): Promise<0 | 1> {
  const { languages, problems } = await readLanguages(folder);
  const told = languages.map(({ tag, name, direction, base, sentences }) => ({
    tag,
    name,
    direction,
    base,
    translated: Object.values(sentences).reduce((sum, one) => sum + Object.keys(one).length, 0),
    of: sentenceCount(base),
  }));
  const ok = problems.length === 0;
  if (json) {
    stdout.write(`${JSON.stringify({ ok, folder, languages: told, problems })}\n`);
  } else {
    const lines = [
      ...problems.map(({ file, line, says }) => `${file}:${line}: ${says}`),
      ...told.map(
        ({ tag, name, direction, base, translated, of }) =>
          `${tag} (${name}, ${direction}): ${translated} of ${of} sentences; the rest in ${base}.`,
      ),
      `${languages.length} ${languages.length === 1 ? "language" : "languages"} in ${folder}, ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`,
    ];
    stdout.write(`${lines.join("\n")}\n`);
  }
  return ok ? 0 : 1;
}

/** `vigie languages template`: a file to start from, with every sentence as the base language says it. */
export function languageTemplate(base: Language): {
  name: string;
  direction: "ltr";
  base: Language;
  sentences: Record<CatalogueName, Record<string, string>>;
} {
  const known = baseCatalogues(base);
  const sentences = Object.fromEntries(catalogueNames.map((name) => [name, known[name]]));
  return {
    name: "",
    direction: "ltr",
    base,
    sentences: sentences as Record<CatalogueName, Record<string, string>>,
  };
}
