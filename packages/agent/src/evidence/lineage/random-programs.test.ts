import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineageProbe } from "./lineage-probe.ts";
import { programs } from "./testing/program.ts";
import { ProgramRun, type SharedMemos } from "./testing/program-run.ts";
import { inRoot, newRoot, Upstream, waitsOf } from "./testing/upstream.ts";

const probe = lineageProbe();

describe("random async programs in concurrent requests", () => {
  it("never gets a wait wrong, and rarely has to be silent", async () => {
    let observed = 0;
    let silent = 0;
    let waits = 0;
    const property = fc.asyncProperty(fc.array(programs, { minLength: 4, maxLength: 8 }), async (requests) => {
      const upstream = new Upstream(probe);
      const shared: SharedMemos = new Map();
      const runs = requests.map((program) => {
        const root = newRoot();
        return { root, program, run: new ProgramRun(upstream, root, shared) };
      });
      await Promise.all(
        runs.map(async ({ root, program, run }) => {
          await inRoot(probe, root, () => run.run(program, new Set()));
        }),
      );
      for (const { run } of runs) while (run.floating.length > 0) await Promise.all(run.floating.splice(0));
      const truths = runs.flatMap(({ run }) => [...run.truth]);
      const seen = truths.map(([name]) => waitsOf(probe, upstream.operations, name));
      for (const { root } of runs) probe.leave(root);
      const told = truths.filter((_, index) => seen[index] !== undefined);
      expect(seen.filter((each) => each !== undefined)).toEqual(told.map(([, truth]) => truth));
      observed += told.length;
      silent += truths.length - told.length;
      waits += told.reduce((sum, [, truth]) => sum + truth.length, 0);
    });
    await fc.assert(property, { numRuns: 1000, seed: 20_261_121 });
    expect(observed).toBeGreaterThan(30_000);
    expect(waits).toBeGreaterThan(100_000);
    expect(silent / (observed + silent)).toBeLessThan(0.05);
  }, 120_000);
});
