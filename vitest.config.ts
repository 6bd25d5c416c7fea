import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["apps/**/*.test.ts", "apps/**/*.test.tsx", "packages/**/*.test.ts", "test/**/*.test.ts"],
    // These need a built Vigie or minutes of time, and have their own runners.
    exclude: ["**/node_modules/**", "**/dist/**", "test/browser/**", "test/faults/**", "test/external/**"],
    globalSetup: "test/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
