import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));

// Every test file that works on a database of its own, wherever a new one appears. Files that start their own
// PostgreSQL, or need a browser or a build, are not about the server they are given.
const usesDatabase = /\b(useDatabase|useVigie|useTeam)\(/;
const elsewhere = /^(test\/(browser|faults|bench|external)\/|apps\/server\/src\/db\/embedded-)/;
// The rest of the security tests is about HTTP; these three read and write rows in unusual ways.
const security = ["bad-input", "hostile-text", "planted-secrets"];

function databaseTests(): string[] {
  const found = ["apps/server/src", "test"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter((path) => /\.test\.tsx?$/.test(path) && !elsewhere.test(path))
      .filter((path) => !path.startsWith("test/security/") || security.some((name) => path.includes(name)))
      .filter((path) => usesDatabase.test(readFileSync(join(root, path), "utf8"))),
  );
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
