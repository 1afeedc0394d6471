import { defineConfig } from "vitest/config";
import unit from "./vitest.config.ts";

export default defineConfig({
  ...unit,
  test: {
    include: ["test/integration/**/*.test.ts"],
    // Real apps share two cores and fixed ports: one file at a time.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
