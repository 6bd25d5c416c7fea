import { isFlat, isOfEmptyFile } from "./hash-refusal-rules.ts";
import type { SealedHashes } from "./seal-hashes.ts";

/** One entry as a list names it. */
export interface ListEntry {
  hashes: SealedHashes;
  tags: string[];
}

/** Why a line is not taken. */
export type LineProblem =
  | "not_json"
  | "wrong_columns"
  | "no_hash"
  | "wrong_length"
  | "wrong_alphabet"
  | "wrong_quality"
  | "wrong_tags"
  | "wrong_ref"
  | "says_nothing"
  | "too_long";

export type ParsedLine = { entry: ListEntry } | { problem: LineProblem };

const bytesOf = { pdq: 32, gradient: 32, md5: 16, sha1: 20, sha256: 32 } as const;
type HashName = keyof typeof bytesOf;
const hashNames = Object.keys(bytesOf) as HashName[];
export const columns = [...hashNames, "quality", "tags", "ref"] as const;

/** Whether a text is a hash of one of these kinds, in hexadecimal digits of either case. */
export function isHash(text: string): boolean {
  return /^[0-9a-f]+$/i.test(text) && Object.values(bytesOf).some((bytes) => text.length === 2 * bytes);
}

/** Tags go into answers of one size: so many, so long, in plain ASCII. */
export const mostTags = 4;
const tagShape = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,31}$/;
const longestRef = 200;

/** Reads a line of JSON. Names it does not know are left alone: `vigie hash --json` writes some more. */
export function parseJsonLine(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: "not_json" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "not_json" };
  return readEntry(value as Record<string, unknown>);
}

/** Reads a line of CSV below its header. An empty cell is as good as none; tags are separated by spaces. */
export function parseCsvLine(line: string, header: readonly string[]): ParsedLine {
  const cells = splitCsv(line);
  if (cells?.length !== header.length) return { problem: "wrong_columns" };
  const fields: Record<string, unknown> = {};
  for (const [index, name] of header.entries()) {
    const cell = cells[index] ?? "";
    if (cell === "") continue;
    if (name === "quality") fields[name] = /^\d{1,3}$/.test(cell) ? Number(cell) : cell;
    else fields[name] = name === "tags" ? cell.split(/ +/).filter(Boolean) : cell;
  }
  return readEntry(fields);
}

/** @returns the names of the columns, or null when none of them is a hash. */
export function parseCsvHeader(line: string): string[] | null {
  const names = splitCsv(line)?.map((name) => name.trim().toLowerCase());
  return names?.some((name) => (hashNames as string[]).includes(name)) && new Set(names).size === names.length
    ? names
    : null;
}

function readEntry(fields: Record<string, unknown>): ParsedLine {
  const hashes: SealedHashes = {};
  for (const name of hashNames) {
    const value = fields[name];
    if (value === undefined || value === null || value === "") continue;
    if (typeof value !== "string" || value.length !== 2 * bytesOf[name]) return { problem: "wrong_length" };
    const hex = value.toLowerCase();
    if (!/^[0-9a-f]+$/.test(hex)) return { problem: "wrong_alphabet" };
    if (name === "pdq" ? isFlat(hex) : isOfEmptyFile(hex)) return { problem: "says_nothing" };
    hashes[name] = hex;
  }
  if (!hashes.pdq && !hashes.md5 && !hashes.sha1 && !hashes.sha256) return { problem: "no_hash" };
  const { quality, tags = [], ref } = fields;
  if (quality !== undefined && quality !== null) {
    if (typeof quality !== "number" || !Number.isInteger(quality) || quality < 0 || quality > 100) {
      return { problem: "wrong_quality" };
    }
    hashes.quality = quality;
  }
  if (!Array.isArray(tags) || tags.length > mostTags) return { problem: "wrong_tags" };
  if (!tags.every((tag): tag is string => typeof tag === "string" && tagShape.test(tag))) {
    return { problem: "wrong_tags" };
  }
  if (ref !== undefined && ref !== null) {
    if (typeof ref !== "string" || ref.length > longestRef || !ref.isWellFormed() || /\p{Cc}/u.test(ref)) {
      return { problem: "wrong_ref" };
    }
    hashes.ref = ref;
  }
  return { entry: { hashes, tags } };
}

/**
 * What stands in quotes is taken as it is; around other cells white space is left out.
 * @returns null when a quote is not closed, or stands within a cell.
 */
function splitCsv(line: string): string[] | null {
  if (!line.includes('"')) return line.split(",").map((cell) => cell.trim());
  const cells: string[] = [];
  const shape = /\s*(?:"((?:[^"]|"")*)"|([^",]*?))\s*(,|$)/y;
  for (;;) {
    const cell = shape.exec(line);
    if (!cell) return null;
    cells.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? "");
    if (cell[3] === "") return cells;
  }
}

/** The entry as a line of JSON, as `parseJsonLine` reads it. */
export function jsonLineOf({ hashes, tags }: ListEntry): string {
  const { pdq, quality, gradient, md5, sha1, sha256, ref } = hashes;
  return JSON.stringify({ pdq, quality, gradient, md5, sha1, sha256, ...(tags.length > 0 && { tags }), ref });
}

/** The entry as a line of CSV under the names of `columns`. */
export function csvLineOf({ hashes, tags }: ListEntry): string {
  const cells = { ...hashes, tags: tags.join(" ") };
  return columns
    .map((name) => {
      const text = String(cells[name] ?? "");
      return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(",");
}
