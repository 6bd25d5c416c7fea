import { type LinkVisit, type VisitOptions, visitLink } from "../fetch/visit-link.ts";
import type { CatalogueProblem } from "./catalogue-sources.ts";
import { type CatalogueReading, kindedRows, locateProblem } from "./read-catalogue.ts";
import { linksOf } from "./row-rules.ts";

/** A link of a row, where it stands, and what came of the visit. */
export interface VisitedLink extends CatalogueProblem {
  url: string;
  visit: LinkVisit;
}

const atOnce = 4;

/**
 * Visits every link of the catalogue once: four hosts at a time, one link of a host after the other. Changes nothing.
 * @returns the links that do not simply answer, one for each row that has it.
 */
export async function visitLinks(
  { catalogue, sources }: CatalogueReading,
  options: VisitOptions & { onVisited?: (visited: number, total: number) => void },
): Promise<VisitedLink[]> {
  const uses = kindedRows(catalogue).flatMap(({ kind, row }) =>
    linksOf(row).map(({ path, url }) => ({ url, problem: { kind, slug: row.slug, path } })),
  );
  const byHost = new Map<string, Set<string>>();
  for (const { url } of uses) {
    const { host } = new URL(url);
    byHost.set(host, (byHost.get(host) ?? new Set()).add(url));
  }
  const total = [...byHost.values()].reduce((sum, urls) => sum + urls.size, 0);
  const visits = new Map<string, LinkVisit>();
  const waiting = [...byHost.values()];
  async function work(): Promise<void> {
    for (let urls = waiting.shift(); urls; urls = waiting.shift()) {
      for (const url of urls) {
        visits.set(url, await visitLink(url, options));
        options.onVisited?.(visits.size, total);
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return uses.flatMap(({ url, problem }) => {
    const visit = visits.get(url);
    if (!visit || visit.kind === "answers") return [];
    return [{ ...locateProblem(sources, { ...problem, says: sayVisit(url, visit) }), url, visit }];
  });
}

function sayVisit(url: string, visit: Exclude<LinkVisit, { kind: "answers" }>): string {
  switch (visit.kind) {
    case "moved":
      return `${url} has moved to ${visit.to}`;
    case "gone":
      return `${url} is gone (${visit.status})`;
    case "closed":
      return `${url} answers ${visit.status}: open it in a browser`;
    case "unreachable":
      return `${url} could not be reached (${visit.reason})`;
    case "refused":
      return `${url} was not visited (${visit.reason})`;
  }
}
