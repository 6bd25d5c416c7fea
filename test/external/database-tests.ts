import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// Files that start their own PostgreSQL say nothing about the server they are given.
const usesDatabase = /\b(useDatabase|useVigie|useTeam)\(/;
const startsItsOwn = /^apps\/server\/src\/db\/embedded-/;

/** Every test file that works on a database of its own, wherever a new one appears. @param root of the repository. */
export function databaseTests(root: string): string[] {
  const inServer = readdirSync(join(root, "apps/server/src"), { recursive: true, encoding: "utf8" });
  const found = [
    ...inServer.map((name) => `apps/server/src/${name}`),
    ...readdirSync(join(root, "test")).map((name) => `test/${name}`),
  ]
    .filter((path) => /\.test\.tsx?$/.test(path) && !startsItsOwn.test(path))
    .filter((path) => usesDatabase.test(readFileSync(join(root, path), "utf8")));
  if (found.length < 10)
    throw new Error(`only ${found.length} test files use a database; the search is wrong`);
  return found;
}
