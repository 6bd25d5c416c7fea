import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";

/** What is wrong with a file, where. `line` counts from 1. */
export interface CatalogueProblem {
  file: string;
  line: number;
  says: string;
}

/** The way to a value inside a row. */
export type RowPath = readonly (string | number)[];

/** One row as it stands in a file. `path` leads to it: empty, or its place in the file's list. */
export interface Source {
  file: string;
  text: string;
  tree: Node;
  path: RowPath;
  value: unknown;
}

// The largest row of the catalogue has 20 kB: what is larger is no row.
const maxFileBytes = 1_000_000;

/**
 * The rows in the `.json` files of a folder, in the order of their names. A folder that is not there holds none.
 * @param problems takes what cannot be read, with its place.
 */
export function readSources(folder: string, problems: CatalogueProblem[]): Source[] {
  return readNames(folder, problems)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const read = readSource(join(folder, name));
      if (Array.isArray(read)) return read;
      problems.push(read);
      return [];
    });
}

/** The names in a folder, sorted; none when there is no such folder. */
export function readNames(folder: string, problems: CatalogueProblem[]): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const code = codeOf(error);
    if (code !== "ENOENT") problems.push({ file: folder, line: 1, says: `cannot be read (${code})` });
    return [];
  }
}

function readSource(file: string): Source[] | CatalogueProblem {
  const wrong = (says: string, line = 1): CatalogueProblem => ({ file, line, says });
  let text: string;
  try {
    const { size } = statSync(file);
    // Reading a pipe or a device would wait for ever.
    if (!statSync(file).isFile()) return wrong("is not a file");
    if (size > maxFileBytes) return wrong(`is larger than ${maxFileBytes / 1_000_000} MB`);
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    return wrong(error instanceof TypeError ? "is not UTF-8 text" : `cannot be read (${codeOf(error)})`);
  }
  const errors: ParseError[] = [];
  let tree: Node | undefined;
  try {
    tree = parseTree(text, errors, { disallowComments: true });
  } catch {
    return wrong("is nested too deep");
  }
  const [error] = errors;
  if (error || !tree) {
    const why = error ? printParseErrorCode(error.error).replace(/(?<=[a-z])[A-Z]/g, " $&") : "it is empty";
    return wrong(`is not JSON (${why.toLowerCase()})`, lineAt(text, error?.offset ?? 0));
  }
  const twice = keyThereTwice(tree);
  if (twice) return wrong(`${twice.value} is there twice`, lineAt(text, twice.offset));
  const value: unknown = getNodeValue(tree);
  if (!Array.isArray(value)) return [{ file, text, tree, path: [], value }];
  const whole = { file, text, tree };
  return value.map((row: unknown, index) => ({ ...whole, path: [index], value: row }));
}

/** A key that an object holds twice: programs differ in which one they take. */
function keyThereTwice(node: Node): Node | undefined {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const key = node.type === "object" ? child.children?.[0] : undefined;
    if (key && seen.has(key.value)) return key;
    if (key) seen.add(key.value);
    const deeper = keyThereTwice(child);
    if (deeper) return deeper;
  }
  return undefined;
}

/** A problem at a value of a row, or at what is nearest to it in the file. */
export function problemAt(source: Source, path: RowPath, says: string): CatalogueProblem {
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

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unreadable";
}
