import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { type Authority, authoritySchema } from "./authority-schema.ts";
import {
  type CatalogueProblem,
  problemAt,
  type RowPath,
  readSources,
  type Source,
} from "./catalogue-sources.ts";
import { type Ground, groundSchema } from "./ground-schema.ts";
import { type Service, serviceSchema } from "./service-schema.ts";

/** The facts Vigie works with: read from files, validated, in the order of their slugs. */
export interface Catalogue {
  services: readonly Service[];
  grounds: readonly Ground[];
  authorities: readonly Authority[];
}

/** The folders of a catalogue. */
export const rowKinds = ["services", "grounds", "authorities"] as const;
export type RowKind = (typeof rowKinds)[number];

/** A row with its kind, so that rules know which they have. */
export type KindedRow =
  | { kind: "services"; row: Service }
  | { kind: "grounds"; row: Ground }
  | { kind: "authorities"; row: Authority };

/** What rules find wrong with a row, and the way to it. */
export interface RowProblem {
  kind: RowKind;
  slug: string;
  path: RowPath;
  says: string;
}

/** Where each row stands: its file, then the override that changes it. */
export type RowSources = Record<RowKind, ReadonlyMap<string, readonly Source[]>>;

export interface CatalogueReading {
  catalogue: Catalogue;
  /** What was left out and why; the rest is used. */
  problems: readonly CatalogueProblem[];
  /** Rows that the installation changed or added, as `services/instagram`. */
  overridden: readonly string[];
  sources: RowSources;
}

/**
 * Reads the repository's catalogue. A row that does not have its shape is left out and named. Patterns and what one
 * row says of another are not looked at here: `vigie catalogue check` and the tests do that before a start needs it.
 * @param folder by default the one this program came with.
 */
export function readCatalogue({ folder = ownFolder() }: { folder?: string } = {}): CatalogueReading {
  const problems: CatalogueProblem[] = [];
  const sources: Record<RowKind, Map<string, readonly Source[]>> = {
    services: new Map(),
    grounds: new Map(),
    authorities: new Map(),
  };
  function rowsOf<Row extends { slug: string }>(kind: RowKind, schema: z.ZodType<Row>): Row[] {
    return readSources(join(folder, kind), problems).flatMap((source) => {
      const checked = checkShape(schema, source.value);
      if ("wrong" in checked) {
        problems.push(...checked.wrong.map(({ path, says }) => problemAt(source, path, says)));
        return [];
      }
      const { slug } = checked.row;
      if (sources[kind].has(slug)) {
        problems.push(problemAt(source, ["slug"], `"${slug}" is there twice`));
        return [];
      }
      sources[kind].set(slug, [source]);
      return [checked.row];
    });
  }
  const catalogue = {
    services: bySlug(rowsOf("services", serviceSchema)),
    grounds: bySlug(rowsOf("grounds", groundSchema)),
    authorities: bySlug(rowsOf("authorities", authoritySchema)),
  };
  return { catalogue, problems, overridden: [], sources };
}

/** The catalogue lies beside the program: above its sources as above its built files. */
function ownFolder(): string {
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

/** Rows in the order of their slugs. */
export function bySlug<Row extends { slug: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** The row of a kind, when the value has its shape. */
export function readRow(
  kind: RowKind,
  value: unknown,
): KindedRow | { wrong: { path: RowPath; says: string }[] } {
  switch (kind) {
    case "services": {
      const checked = checkShape(serviceSchema, value);
      return "wrong" in checked ? checked : { kind, row: checked.row };
    }
    case "grounds": {
      const checked = checkShape(groundSchema, value);
      return "wrong" in checked ? checked : { kind, row: checked.row };
    }
    case "authorities": {
      const checked = checkShape(authoritySchema, value);
      return "wrong" in checked ? checked : { kind, row: checked.row };
    }
  }
}

function checkShape<Row>(
  schema: z.ZodType<Row>,
  value: unknown,
): { row: Row } | { wrong: { path: RowPath; says: string }[] } {
  const read = schema.safeParse(value);
  if (read.success) return { row: read.data };
  return {
    wrong: read.error.issues.map((issue) => ({
      path: issue.path.filter((part) => typeof part !== "symbol"),
      says: `${issue.path.join(".") || "the row"}: ${issue.message}`,
    })),
  };
}

/** Every row of a catalogue with its kind. */
export function kindedRows({ services, grounds, authorities }: Catalogue): KindedRow[] {
  return [
    ...services.map((row) => ({ kind: "services" as const, row })),
    ...grounds.map((row) => ({ kind: "grounds" as const, row })),
    ...authorities.map((row) => ({ kind: "authorities" as const, row })),
  ];
}

/** The file and line of a row's problem: in the override when that holds the field, else in the row's own file. */
export function locateProblem(sources: RowSources, { kind, slug, path, says }: RowProblem): CatalogueProblem {
  const holders = [...(sources[kind].get(slug) ?? [])].reverse();
  const [field] = path;
  const holder =
    holders.find(({ value }) => field !== undefined && isObject(value) && field in value) ?? holders[0];
  if (!holder) throw new Error(`${kind}/${slug} is not in the catalogue`);
  return problemAt(holder, path, `${path.length === 0 ? "" : `${path.join(".")}: `}${says}`);
}

/** Whether a value of JSON is an object with keys. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
