import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/external/**/*.test.ts", "apps/server/src/**/*.test.{ts,tsx}", "test/*.test.ts"],
    // These start a PostgreSQL of their own, or touch none: they ran already and would say nothing new.
    exclude: ["**/node_modules/**", "apps/server/src/db/embedded-*", "apps/server/src/db/postgres-*"],
    globalSetup: "test/external/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
