import { describe, expect, it } from "vitest";
import { traceView } from "../testing/trace.ts";
import { nextStop, pathSections, stops } from "./critical-path.ts";

describe("pathSections", () => {
  it("keeps the server's own work apart", () => {
    const trace = traceView([{ start: 0, end: 10 }], [], {
      criticalPath: [
        { start: 0, end: 2 },
        { call: 0, start: 2, end: 10 },
        { start: 10, end: 12 },
      ],
    });
    const sections = pathSections(trace);
    expect(sections.get("server")).toEqual([
      { start: 0, end: 2 },
      { start: 10, end: 12 },
    ]);
    expect(sections.get(0)).toEqual([{ start: 2, end: 10 }]);
  });
});

describe("stops and nextStop", () => {
  it("visit calls that could move; without any, the critical path", () => {
    const calls = [
      { start: 0, end: 10 },
      { start: 10, end: 20 },
      { start: 20, end: 30 },
    ];
    expect(stops(traceView(calls))).toEqual([0, 1, 2]);
    expect(stops(traceView([calls[0]!, calls[1]!, { ...calls[2]!, possible: { low: 0, high: 0 } }]))).toEqual([2]);
  });

  it("go round at the ends", () => {
    expect(nextStop([1, 4], undefined, 1)).toBe(1);
    expect(nextStop([1, 4], 1, 1)).toBe(4);
    expect(nextStop([1, 4], 4, 1)).toBe(1);
    expect(nextStop([1, 4], 1, -1)).toBe(4);
    expect(nextStop([], 1, 1)).toBeUndefined();
  });
});
