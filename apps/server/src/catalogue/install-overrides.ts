import { applyOverrides } from "./apply-overrides.ts";
import type { CatalogueProblem } from "./catalogue-sources.ts";
import { installCatalogue } from "./installed-catalogue.ts";
import { readCatalogue } from "./read-catalogue.ts";

/**
 * Makes this process work with the repository's rows and what the installation changes in them. Called when a process
 * starts, before anything asks the catalogue.
 * @param folder where the installation keeps its overrides; it need not exist.
 * @returns the rows that were changed or added, and what was left out. The rest is in use.
 */
export async function installOverrides(
  folder: string,
): Promise<{ overridden: readonly string[]; problems: readonly CatalogueProblem[] }> {
  const { catalogue, overridden, problems } = await applyOverrides(readCatalogue(), folder);
  installCatalogue(catalogue);
  return { overridden, problems };
}
