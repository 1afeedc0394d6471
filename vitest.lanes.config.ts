import { defineConfig } from "vitest/config";
import unit from "./vitest.config.ts";

/** Tests against servers of other people, which each lane brings by itself. Not part of the gate; `.ci/run` runs them. */
export default defineConfig({
  ...unit,
  test: {
    include: ["test/lanes/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 280_000,
    hookTimeout: 300_000,
  },
});
