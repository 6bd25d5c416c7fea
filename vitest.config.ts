import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { databaseTests } from "./test/external/database-tests.ts";

// On another Node, beside the external suite, which has every file with a database of its own: the rest of the server,
// without what calls nothing of Node (pure rules, the desk) or repeats for seconds what shorter files show.
const isBesideExternal = process.env["VIGIE_RUNS"] === "light";
const root = fileURLToPath(new URL(".", import.meta.url));
const sameOnEveryNode = [
  "**/*-rules.test.ts",
  "apps/desk/**",
  "packages/contract/**",
  "packages/viewer/**",
  "apps/server/src/catalogue/catalogue-command.test.ts",
  "apps/server/src/plans/explain-plan.test.ts",
  "apps/server/src/matching/match-for-partner.test.ts",
  "test/robustness.test.ts",
  "test/canaries.test.ts",
  "test/security/bad-input.test.ts",
  "test/security/hostile-text.test.ts",
  "test/security/planted-secrets.test.ts",
];

export default defineConfig({
  test: {
    include: ["apps/**/*.test.ts", "apps/**/*.test.tsx", "packages/**/*.test.ts", "test/**/*.test.ts"],
    exclude: [
      "**/node_modules/**",
      "**/dist/**",
      // These need a built Vigie or minutes of time, and have their own runners.
      "test/browser/**",
      "test/faults/**",
      "test/external/**",
      ...(isBesideExternal ? [...databaseTests(root), ...sameOnEveryNode] : []),
    ],
    globalSetup: "test/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
