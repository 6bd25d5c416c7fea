import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    globalSetup: "test/global-setup.ts",
    pool: "forks",
    // Two on two processors: while one browser draws, the other's test waits for an answer, or for time to pass.
    maxWorkers: 2,
    // A browser on a busy machine misses a moment now and then. A second try is said aloud (browser.ts).
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
