import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AddedLanguage } from "../i18n/translate.ts";
import { baseCatalogues } from "./base-catalogues.ts";
import { type LanguageProblem, mostFileBytes, readLanguageFile } from "./language-file-rules.ts";

/**
 * The languages that an installation adds to the public pages: one file `<code>.json` each, in the order of their codes.
 * @param folder it need not exist.
 * @returns what can be used, and what was left out: a file, or a sentence that the base language then says.
 */
export async function readLanguages(
  folder: string,
): Promise<{ languages: AddedLanguage[]; problems: LanguageProblem[] }> {
  const languages: AddedLanguage[] = [];
  const problems: LanguageProblem[] = [];
  for (const name of await namesIn(folder)) {
    const file = join(folder, name);
    try {
      const { size } = await stat(file);
      if (size > mostFileBytes) throw new Error(`it has more than ${mostFileBytes} bytes`);
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
      const read = readLanguageFile({ file, tag: name.slice(0, -".json".length), text }, baseCatalogues);
      if (read.language) languages.push(read.language);
      problems.push(...read.problems);
    } catch (error) {
      const says = error instanceof Error ? error.message : String(error);
      problems.push({ file, line: 1, says: `it cannot be read: ${says}` });
    }
  }
  return { languages, problems };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(".json") && !name.startsWith(".")).sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
