import { describe, expect, it } from "vitest";
import { patchCheck } from "../analysis/relate/testing/random/patch-check.ts";
import { randomProgram } from "../analysis/relate/testing/random/program.ts";

const SEEDS = Array.from({ length: 40 }, (_, index) => 1 + index);

describe("patches of random programs", () => {
  it("change neither results nor errors, whichever call fails", async () => {
    let offered = 0;
    for (const seed of SEEDS) {
      const checked = await patchCheck(randomProgram(seed, true));
      expect(checked.changed).toEqual([]);
      offered += checked.offered;
    }
    expect(offered).toBeGreaterThan(3);
  }, 60_000);
});
