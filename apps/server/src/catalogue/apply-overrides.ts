import { join } from "node:path";
import { catalogueProblems } from "./catalogue-rules.ts";
import {
  type CatalogueProblem,
  problemAt,
  readNames,
  readSources,
  type Source,
} from "./catalogue-sources.ts";
import { findRunaways } from "./find-runaways.ts";
import { patternsOf } from "./pattern-rules.ts";
import {
  bySlug,
  type Catalogue,
  type CatalogueReading,
  isObject,
  type KindedRow,
  kindedRows,
  type RowKind,
  type RowProblem,
  type RowSources,
  readRow,
  rowKinds,
} from "./read-catalogue.ts";
import { rowProblems } from "./row-rules.ts";

/** A row as an override makes it. */
interface Change {
  name: string;
  made: KindedRow;
  source: Source;
}

/**
 * The catalogue as an installation changes it.
 *
 * An override is a row in a file of the same kind of folder: the fields it holds take the place of the row's. With
 * `"adds": true` it is a new row, and holds all of it. An override that cannot be used, alone or beside the others, is
 * left out and named; the row it would have changed stays as it was.
 * @param folder may hold `services/`, `grounds/`, `authorities/`. One that is not there changes nothing.
 */
export async function applyOverrides(reading: CatalogueReading, folder: string): Promise<CatalogueReading> {
  const problems: CatalogueProblem[] = [...strayNames(folder)];
  const base = new Map(kindedRows(reading.catalogue).map((row) => [nameOf(row), row]));
  const read = readChanges(folder, reading.sources, problems);
  const sound: Change[] = [];
  for (const change of read) {
    const found = [
      ...newRowProblems(change, base.get(change.name)),
      ...(await newRunaways(change, base.get(change.name))),
    ];
    if (found.length === 0) sound.push(change);
    problems.push(...found.map((problem) => inOverride(change, problem)));
  }
  const used = withoutContradictions(reading, sound, problems);
  return {
    catalogue: mergeRows(reading.catalogue, used),
    problems: [...reading.problems, ...problems],
    overridden: used.map(({ name }) => name),
    sources: withChanges(reading.sources, used),
  };
}

function nameOf({ kind, row }: KindedRow): string {
  return `${kind}/${row.slug}`;
}

/** A folder with a wrong name would be passed over in silence. */
function strayNames(folder: string): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  const names = readNames(folder, problems);
  const stray = names.filter(
    (name) => !rowKinds.some((kind) => kind === name) && (name.endsWith(".json") || !name.includes(".")),
  );
  const says = `is not looked at: rows belong in ${rowKinds.map((kind) => `${kind}/`).join(", ")}`;
  return [...problems, ...stray.map((name) => ({ file: join(folder, name), line: 1, says }))];
}

function readChanges(folder: string, sources: RowSources, problems: CatalogueProblem[]): Change[] {
  const changes = new Map<string, Change>();
  for (const kind of rowKinds) {
    for (const source of readSources(join(folder, kind), problems)) {
      const merged = mergeOverride(source, sources[kind]);
      if ("says" in merged) {
        problems.push(problemAt(source, merged.path, merged.says));
        continue;
      }
      const made = readRow(kind, merged.value);
      if ("wrong" in made) {
        problems.push(...made.wrong.map(({ path, says }) => problemAt(source, path, says)));
        continue;
      }
      const name = nameOf(made);
      const first = changes.get(name)?.source;
      if (first) {
        const { file, line } = problemAt(first, [], "");
        problems.push(problemAt(source, ["slug"], `${name} is changed twice, first in ${file}:${line}`));
      } else changes.set(name, { name, made, source });
    }
  }
  return [...changes.values()];
}

function mergeOverride(
  source: Source,
  known: ReadonlyMap<string, readonly Source[]>,
): { value: Record<string, unknown> } | { path: string[]; says: string } {
  if (!isObject(source.value)) return { path: [], says: "is not a row: write { … }" };
  const { adds = false, ...fields } = source.value;
  if (typeof adds !== "boolean") return { path: ["adds"], says: `"adds" is true or left out` };
  const { slug } = fields;
  if (typeof slug !== "string") return { path: ["slug"], says: `has no "slug", which says whose row it is` };
  const row = known.get(slug)?.[0]?.value;
  if (adds && row) return { path: ["slug"], says: `"${slug}" is in the catalogue already: leave out "adds"` };
  if (adds) return { value: fields };
  if (isObject(row) && isFreer(fields["handling"], row["handling"])) {
    return { path: ["handling"], says: `may be made stricter than "${row["handling"]}", never freer` };
  }
  if (!isObject(row)) {
    const says = `no row has the slug "${slug}". To add one, write the whole row with "adds": true`;
    return { path: ["slug"], says };
  }
  return { value: { ...row, ...fields } };
}

/** Handling protects people who cannot agree to less: an installation tightens it and never loosens it. */
function isFreer(wanted: unknown, known: unknown): boolean {
  const order = ["normal", "restricted", "no_fetch"];
  return wanted !== undefined && order.indexOf(String(wanted)) < order.indexOf(String(known));
}

/** What the override made wrong: an imperfection of the row it changes is not its fault. */
function newRowProblems({ made }: Change, before: KindedRow | undefined): RowProblem[] {
  const known = new Set(
    (before ? rowProblems(before) : []).map(({ path, says }) => `${path.join(".")} ${says}`),
  );
  return rowProblems(made).filter(({ path, says }) => !known.has(`${path.join(".")} ${says}`));
}

async function newRunaways({ made }: Change, before: KindedRow | undefined): Promise<RowProblem[]> {
  if (made.kind !== "services") return [];
  const judged = new Set(
    before?.kind === "services" ? patternsOf(before.row).map(({ source }) => source) : [],
  );
  const { kind, row } = made;
  // What does not compile is reported already, and cannot be judged.
  if (rowProblems(made).some(({ says }) => says.startsWith("is not a regular expression"))) return [];
  const fresh = patternsOf(row).filter((pattern) => !judged.has(pattern.source));
  const found = await findRunaways(fresh);
  return found.map(({ pattern: { path }, says }) => ({ kind, slug: row.slug, path, says }));
}

/** Leaves out the last override that contradicts another row, and looks again, until none does. */
function withoutContradictions(
  reading: CatalogueReading,
  sound: readonly Change[],
  problems: CatalogueProblem[],
): Change[] {
  const known = new Set(catalogueProblems(reading.catalogue).map(textOf));
  let used = [...sound];
  for (;;) {
    const found = catalogueProblems(mergeRows(reading.catalogue, used)).filter(
      (problem) => !known.has(textOf(problem)),
    );
    const last = used.findLast(({ name }) => found.some(({ kind, slug }) => name === `${kind}/${slug}`));
    if (!last) return used;
    const its = found.filter(({ kind, slug }) => last.name === `${kind}/${slug}`);
    problems.push(...its.map((problem) => inOverride(last, problem)));
    used = used.filter((change) => change !== last);
  }
}

/** At the field in the override, or at its row when the field is not its own. */
function inOverride({ source }: Change, { path, says }: RowProblem): CatalogueProblem {
  return problemAt(source, path, `${path.join(".")}: ${says}`);
}

function textOf({ kind, slug, says }: RowProblem): string {
  return `${kind}/${slug} ${says}`;
}

function mergeRows({ services, grounds, authorities }: Catalogue, changes: readonly Change[]): Catalogue {
  const all = changes.map(({ made }) => made);
  return {
    services: replaced(
      services,
      all.flatMap((made) => (made.kind === "services" ? [made.row] : [])),
    ),
    grounds: replaced(
      grounds,
      all.flatMap((made) => (made.kind === "grounds" ? [made.row] : [])),
    ),
    authorities: replaced(
      authorities,
      all.flatMap((made) => (made.kind === "authorities" ? [made.row] : [])),
    ),
  };
}

function replaced<Row extends { slug: string }>(
  rows: readonly Row[],
  changed: readonly Row[],
): readonly Row[] {
  if (changed.length === 0) return rows;
  const slugs = new Set(changed.map(({ slug }) => slug));
  return bySlug([...rows.filter(({ slug }) => !slugs.has(slug)), ...changed]);
}

function withChanges(sources: RowSources, changes: readonly Change[]): RowSources {
  const merged: Record<RowKind, Map<string, readonly Source[]>> = {
    services: new Map(sources.services),
    grounds: new Map(sources.grounds),
    authorities: new Map(sources.authorities),
  };
  for (const { made, source } of changes) {
    const { kind, row } = made;
    merged[kind].set(row.slug, [...(merged[kind].get(row.slug) ?? []), source]);
  }
  return merged;
}
