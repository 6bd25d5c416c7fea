import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import type { z } from "zod";
import { type Authority, authoritySchema } from "./authority-schema.ts";
import { type Ground, groundSchema } from "./ground-schema.ts";
import { type PatternProblem, patternProblems } from "./pattern-rules.ts";
import { type Service, serviceSchema } from "./service-schema.ts";

/** The facts Vigie works with: read from files, validated, in the order of their slugs. */
export interface Catalogue {
  services: readonly Service[];
  grounds: readonly Ground[];
  authorities: readonly Authority[];
}

/** What is wrong with a file, where. `line` counts from 1. */
export interface CatalogueProblem {
  file: string;
  line: number;
  says: string;
}

export interface CatalogueReading {
  catalogue: Catalogue;
  /** Rows and overrides that were left out; the rest is used. */
  problems: readonly CatalogueProblem[];
  /** Slugs of rows that the installation changed or added. */
  overridden: readonly string[];
}

/**
 * Reads the catalogue of the repository, and what the installation changes in it.
 *
 * An override is a file of the same folder and name as the row it changes: the fields it holds take the place of the
 * row's. A file with `"adds": true` is a new row, and holds all of it. Whatever cannot be used is left out and named.
 * @param folder the catalogue; by default the one this program came with.
 * @param overrides a folder with `services/`, `authorities/`, `grounds/`; absent: nothing is changed.
 */
export function readCatalogue({
  folder = ownFolder(),
  overrides = null,
}: {
  folder?: string;
  overrides?: string | null;
} = {}): CatalogueReading {
  const problems: CatalogueProblem[] = [];
  const overridden: string[] = [];
  function kind<Row extends { slug: string }>(name: KindName, schema: z.ZodType<Row>): readonly Row[] {
    const rows = new Map<string, Row>();
    const sources = new Map<string, Source>();
    for (const source of readSources(join(folder, name), problems)) {
      const checked = checkRow(schema, source.value, source);
      if ("problems" in checked) problems.push(...checked.problems);
      else if (rows.has(checked.row.slug))
        problems.push(at(source, ["slug"], `"${checked.row.slug}" is there twice`));
      else {
        rows.set(checked.row.slug, checked.row);
        sources.set(checked.row.slug, source);
      }
    }
    for (const source of overrides === null ? [] : readSources(join(overrides, name), problems)) {
      const merged = mergeOverride(source, sources);
      if ("problem" in merged) {
        problems.push(merged.problem);
        continue;
      }
      const checked = checkRow(schema, merged.value, source);
      const wrong = "problems" in checked ? checked.problems : overrideProblems(name, checked.row, source);
      if (wrong.length > 0 || "problems" in checked) problems.push(...wrong);
      else {
        rows.set(checked.row.slug, checked.row);
        overridden.push(checked.row.slug);
      }
    }
    return [...rows.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
  }
  return {
    catalogue: {
      services: kind("services", serviceSchema),
      grounds: kind("grounds", groundSchema),
      authorities: kind("authorities", authoritySchema),
    },
    problems,
    overridden,
  };
}

type KindName = "services" | "grounds" | "authorities";

/** The catalogue lies beside the program: above its sources as above its built files. */
export function ownFolder(): string {
  let above = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(above, "catalogue");
    if (existsSync(join(candidate, "services"))) return candidate;
    const next = dirname(above);
    if (next === above)
      throw new Error("The folder catalogue/ is missing: it belongs beside the folder apps/.");
    above = next;
  }
}

/** One row as it stands in a file. `path` leads to it: empty, or its place in the file's list. */
interface Source {
  file: string;
  text: string;
  tree: Node;
  path: readonly (string | number)[];
  value: unknown;
}

function* readSources(folder: string, problems: CatalogueProblem[]): Generator<Source> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".json")) continue;
    const file = join(folder, name);
    const text = readFileSync(file, "utf8");
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors);
    const [error] = errors;
    if (error || !tree) {
      const why = error ? printParseErrorCode(error.error) : "it is empty";
      problems.push({ file, line: lineAt(text, error?.offset ?? 0), says: `is not JSON (${why})` });
      continue;
    }
    const value: unknown = getNodeValue(tree);
    if (!Array.isArray(value)) yield { file, text, tree, path: [], value };
    else for (const [index, row] of value.entries()) yield { file, text, tree, path: [index], value: row };
  }
}

function checkRow<Row>(
  schema: z.ZodType<Row>,
  value: unknown,
  source: Source,
): { row: Row } | { problems: CatalogueProblem[] } {
  const read = schema.safeParse(value);
  if (read.success) return { row: read.data };
  return {
    problems: read.error.issues.map((issue) =>
      at(
        source,
        issue.path.filter((part) => typeof part !== "symbol"),
        `${issue.path.join(".") || "the row"}: ${issue.message}`,
      ),
    ),
  };
}

function mergeOverride(
  source: Source,
  sources: ReadonlyMap<string, Source>,
): { value: unknown } | { problem: CatalogueProblem } {
  if (!isObject(source.value)) return { problem: at(source, [], "is not a row: write { … }") };
  const { adds, ...fields } = source.value;
  const slug = String(fields["slug"] ?? "");
  const known = sources.get(slug);
  if (adds === true) {
    if (known)
      return { problem: at(source, ["slug"], `"${slug}" is in the catalogue already: leave out "adds"`) };
    return { value: fields };
  }
  if (!known) {
    const says = `no row has the slug "${slug}". To add one, write the whole row with "adds": true`;
    return { problem: at(source, ["slug"], says) };
  }
  return { value: { ...(known.value as object), ...fields } };
}

/** What the repository's own rows are spared at each start, because `vigie catalogue check` has looked at them. */
function overrideProblems(name: KindName, row: { slug: string }, source: Source): CatalogueProblem[] {
  if (name !== "services") return [];
  return patternProblems(row as Service).map(({ path, says }: PatternProblem) => at(source, path, says));
}

function at(source: Source, path: readonly (string | number)[], says: string): CatalogueProblem {
  const whole = [...source.path, ...path];
  let node: Node | undefined;
  for (let length = whole.length; length >= 0 && !node; length -= 1) {
    node = findNodeAtLocation(source.tree, whole.slice(0, length));
  }
  return { file: source.file, line: lineAt(source.text, node?.offset ?? 0), says };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
