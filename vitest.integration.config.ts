import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";
import unit from "./vitest.config.ts";

export default defineConfig({
  ...unit,
  test: {
    // Tests that kill real processes over and over take too long for the unit tests, wherever they lie.
    include: ["test/integration/**/*.test.ts", "packages/*/src/**/crash.test.ts"],
    globalSetup: ["test/integration/global-setup.ts"],
    // Most of their time is waiting for latencies. Each file has ports and folders of its own.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
