import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));

// Every test file that works on a database of its own, wherever a new one appears. Files that start their own
// PostgreSQL say nothing about the server they are given.
const usesDatabase = /\b(useDatabase|useVigie|useTeam)\(/;
const startsItsOwn = /^apps\/server\/src\/db\/embedded-/;

function databaseTests(): string[] {
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

export default defineConfig({
  root,
  test: {
    include: ["test/external/**/*.test.ts", ...databaseTests()],
    globalSetup: "test/external/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
