import { defineConfig } from "vitest/config";

// Tests run the workspace's source, never a stale dist: both lists must name the condition.
// "module" is not among them: it names builds for bundlers, whose paths Node cannot follow (OpenTelemetry's).
const conditions = ["@weir/source", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["@weir/source", "node"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "tools/**/*.test.ts", "examples/*/src/**/*.test.ts", "bench/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
