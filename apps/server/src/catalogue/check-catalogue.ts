import { canonicalKey } from "../contents/canonical-key.ts";
import { applyOverrides } from "./apply-overrides.ts";
import { catalogueProblems } from "./catalogue-rules.ts";
import type { CatalogueProblem } from "./catalogue-sources.ts";
import { datesToCome, untranslatedTexts } from "./fact-rules.ts";
import { findRunaways } from "./find-runaways.ts";
import { installCatalogue } from "./installed-catalogue.ts";
import { patternsOf } from "./pattern-rules.ts";
import {
  type CatalogueReading,
  kindedRows,
  locateProblem,
  type RowProblem,
  readCatalogue,
} from "./read-catalogue.ts";
import { rowProblems } from "./row-rules.ts";
import type { Service } from "./service-schema.ts";

export interface CheckedCatalogue {
  reading: CatalogueReading;
  /** What has to be corrected. */
  problems: readonly CatalogueProblem[];
  /** What a person should look at. */
  hints: readonly CatalogueProblem[];
}

/**
 * Checks the repository's catalogue and the installation's overrides, and makes this process work with them.
 * @param folder by default the one this program came with.
 * @param overrides need not exist.
 * @param today YYYY-MM-DD; a fact cannot have been read later.
 * @param onJudged called as the patterns, which take the time, are judged.
 */
export async function checkCatalogue({
  folder,
  overrides,
  today,
  onJudged = () => {},
}: {
  folder?: string;
  overrides: string;
  today: string;
  onJudged?: (judged: number, total: number) => void;
}): Promise<CheckedCatalogue> {
  const own = readCatalogue(folder === undefined ? {} : { folder });
  const rows = kindedRows(own.catalogue);
  const wrong = [...rows.flatMap(rowProblems), ...catalogueProblems(own.catalogue)];
  wrong.push(...(await runawaysOf(own.catalogue.services, wrong, onJudged)));

  const reading = await applyOverrides(own, overrides);
  const allRows = kindedRows(reading.catalogue);
  const later = allRows.flatMap((row) => datesToCome(row, today));
  // A pattern that cannot run would break the recognition itself.
  if (wrong.length === 0) {
    installCatalogue(reading.catalogue);
    later.push(...reading.catalogue.services.flatMap(misreadExamples));
  }
  return {
    reading,
    problems: inOrder([
      ...wrong.map((problem) => locateProblem(own.sources, problem)),
      ...later.map((problem) => locateProblem(reading.sources, problem)),
      ...reading.problems,
    ]),
    hints: inOrder(
      allRows.flatMap(untranslatedTexts).map((problem) => locateProblem(reading.sources, problem)),
    ),
  };
}

async function runawaysOf(
  services: readonly Service[],
  known: readonly RowProblem[],
  onJudged: (judged: number, total: number) => void,
): Promise<RowProblem[]> {
  const broken = new Set(known.map(({ slug, path }) => `${slug} ${path.join(".")}`));
  const runnable = services.flatMap((service) =>
    patternsOf(service)
      .filter(({ path }) => !broken.has(`${service.slug} ${path.join(".")}`))
      .map((pattern) => ({ ...pattern, slug: service.slug })),
  );
  let judged = 0;
  const found = await findRunaways(runnable, () => {
    judged += 1;
    onJudged(judged, runnable.length);
  });
  return found.map(({ pattern: { slug, path }, says }) => ({ kind: "services", slug, path, says }));
}

/** Examples of addresses that are taken for something else, for example because an earlier pattern takes them too. */
function misreadExamples(service: Service): RowProblem[] {
  const { slug, objects } = service;
  return objects.flatMap(({ scope, example, type }, index) => {
    if (scope !== "domain" && scope !== "anywhere") return [];
    const path = ["objects", index, "example"];
    const found = canonicalKey(example);
    if (found.kind === "url" && found.service === slug && found.object === type) {
      const again = canonicalKey(found.key);
      if (again.kind === "url" && again.key === found.key) return [];
      const says = `the key of its key is another (${found.key}): see canonical and key`;
      return [{ kind: "services" as const, slug, path, says }];
    }
    const taken =
      found.kind === "refused"
        ? `refused (${found.code})`
        : `taken for ${found.service ?? "no service"}, ${found.object ?? "no object"}`;
    return [{ kind: "services" as const, slug, path, says: `${example} is ${taken}` }];
  });
}

function inOrder(problems: readonly CatalogueProblem[]): CatalogueProblem[] {
  return [...problems].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
