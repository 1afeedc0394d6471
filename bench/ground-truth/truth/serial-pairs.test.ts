import { describe, expect, it } from "vitest";
import { serialPairs } from "./serial-pairs.ts";

const call = (id: string, startMs: number, endMs: number | undefined) => ({ id, startMs, endMs });
const names = (calls: readonly ReturnType<typeof call>[]): readonly string[] =>
  serialPairs(calls).map(([a, b]) => a.id + b.id);

describe("serialPairs", () => {
  it("names each step of a chain, and no step over another call", () => {
    expect(names([call("a", 0, 10), call("b", 10, 20), call("c", 20, 30)])).toEqual(["ab", "bc"]);
  });

  it("pairs a barrier's calls with what follows it", () => {
    expect(names([call("a", 0, 10), call("b", 0, 20), call("c", 20, 30)])).toEqual(["ac", "bc"]);
  });

  it("pairs by times alone: two chains side by side meet crosswise", () => {
    expect(names([call("a", 0, 20), call("b", 20, 40), call("c", 0, 30), call("d", 30, 60)])).toEqual([
      "ab",
      "ad",
      "cd",
    ]);
  });

  it("leaves out what is still open", () => {
    expect(names([call("a", 0, undefined), call("b", 10, 20)])).toEqual([]);
  });
});
