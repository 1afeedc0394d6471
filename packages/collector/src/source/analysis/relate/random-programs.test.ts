import { describe, expect, it } from "vitest";
import { crossCheck } from "./testing/random/cross-check.ts";
import { randomProgram } from "./testing/random/program.ts";

/** As many as a second or two allows; `bench/source-machine` looks at as many as one has patience for. */
const SEEDS = Array.from({ length: 8 }, (_, index) => 1 + index);

describe("random programs, every answer swapped in turn", () => {
  it("never refute that a call does without another's answer", async () => {
    let claimed = 0;
    for (const seed of SEEDS) {
      const checked = await crossCheck(randomProgram(seed));
      expect(checked.refuted.map(({ from, to, why }) => ({ seed, from: from.site, to: to.site, why }))).toEqual([]);
      claimed += checked.claimed;
    }
    expect(claimed).toBeGreaterThan(30);
  }, 60_000);
});
