import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests run the workspace's source, never a stale dist: both lists must name the condition.
// "module" is not among them: it names builds for bundlers, whose paths Node cannot follow (OpenTelemetry's).
const conditions = ["@weir/source", "node", "development|production"];
/** Against hanging; a busy machine is no reason to fail. */
const testTimeout = 60_000;

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["@weir/source", "node"] } },
  test: {
    // One less than there are cores is the default; much of the time is waiting for disks, sockets and processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: "together",
          include: [
            "packages/{core,collector,dashboard}/src/**/*.test.ts",
            "{tools,bench}/**/*.test.ts",
            "examples/*/src/**/*.test.ts",
          ],
          // They kill processes for minutes: see vitest.integration.config.ts.
          exclude: ["**/node_modules/**", "**/crash.test.ts"],
          // Nothing here changes globals, so files share a process: half of the time was one process per file.
          isolate: false,
          testTimeout,
        },
      },
      {
        // The agent exists to change globals: a process for each file.
        extends: true,
        test: { name: "agent", include: ["packages/agent/src/**/*.test.ts"], testTimeout },
      },
    ],
  },
});
