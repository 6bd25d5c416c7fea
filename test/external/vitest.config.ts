import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { databaseTests } from "./database-tests.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export default defineConfig({
  root,
  test: {
    include: ["test/external/**/*.test.ts", ...databaseTests(root)],
    globalSetup: "test/external/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
