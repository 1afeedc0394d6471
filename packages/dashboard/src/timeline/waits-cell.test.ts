import { describe, expect, it } from "vitest";
import { edge, traceView } from "../testing/trace.ts";
import { relate } from "./relations.ts";
import { waitsOf } from "./waits-cell.ts";

const calls = [
  { start: 0, end: 10 },
  { start: 11, end: 20 },
  { start: 21, end: 30 },
];

describe("waitsOf", () => {
  it("says nothing of the first call", () => {
    expect(waitsOf(relate(traceView(calls))[0]!)).toEqual([]);
  });

  it("names the call before, and the one further back that is really needed, with its field", () => {
    const trace = traceView(calls, [
      edge(1, 2, "independent"),
      edge(0, 2, "data", { data: { state: "present", reason: "data.field", detail: { field: "user.id" } } }),
    ]);
    expect(waitsOf(relate(trace)[2]!)).toEqual([
      { from: 1, look: "independent", field: undefined },
      { from: 0, look: "value", field: "user.id" },
    ]);
  });

  it("does not repeat one need", () => {
    const trace = traceView(calls, [edge(0, 2, "data"), edge(1, 2, "data")]);
    expect(waitsOf(relate(trace)[2]!).map((wait) => wait.from)).toEqual([1]);
  });
});
