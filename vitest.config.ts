import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { databaseTests } from "./test/external/database-tests.ts";

// Beside the external suite, which has every file with a database: only what that leaves, and nothing that counts for
// seconds and calls nothing of Node.
const isBesideExternal = process.env["VIGIE_RUNS"] === "light";
const root = fileURLToPath(new URL(".", import.meta.url));
const arithmetic = ["test/robustness.test.ts", "apps/server/src/catalogue/catalogue-command.test.ts"];

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
      ...(isBesideExternal ? [...databaseTests(root), ...arithmetic] : []),
    ],
    globalSetup: "test/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
