import { describe, expect, it } from "vitest";
import { edge, traceView } from "../testing/trace.ts";
import { relate } from "../timeline/relations.ts";
import { evidenceOf } from "./evidence-of.ts";

const trace = traceView(
  [
    { start: 0, end: 10 },
    { start: 11, end: 20 },
    { start: 21, end: 30 },
  ],
  [edge(0, 1, "unknown"), edge(0, 2, "data"), edge(1, 2, "independent")],
);
const finding = { calls: [trace.calls[0]!.site, trace.calls[1]!.site], edges: [edge(0, 1, "independent")] };
const numberOf = (call: number): number => call + 1;

describe("evidenceOf", () => {
  it("explains the selected call by the finding's evidence where it has some", () => {
    const pairs = evidenceOf(finding, trace, relate(trace), 1, numberOf);
    expect(pairs.map((pair) => [pair.from.number, pair.to.number, pair.edge.verdict])).toEqual([[1, 2, "independent"]]);
  });

  it("explains other calls by the request shown, the call before first", () => {
    const pairs = evidenceOf(finding, trace, relate(trace), 2, numberOf);
    expect(pairs.map((pair) => [pair.from.number, pair.edge.verdict])).toEqual([
      [2, "independent"],
      [1, "data"],
    ]);
  });

  it("lists all pairs of the finding when there is no request to show", () => {
    expect(evidenceOf(finding, undefined, undefined, undefined, numberOf)).toHaveLength(1);
  });
});
