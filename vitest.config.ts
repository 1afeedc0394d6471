import { defineConfig } from "vitest/config";

// Tests run the workspace's source, never a stale dist: both lists must name the condition.
const conditions = ["@weir/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["@weir/source", "node"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "tools/**/*.test.ts", "examples/*/src/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
