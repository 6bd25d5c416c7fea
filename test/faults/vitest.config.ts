import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/faults/**/*.test.ts"],
    // The processes under test need the cores: one file after the other.
    fileParallelism: false,
    pool: "forks",
    // A thousand kills take most of an hour.
    testTimeout: 3 * 3_600_000,
    hookTimeout: 120_000,
  },
});
