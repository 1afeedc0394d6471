import { describe, expect, it } from "vitest";
import { traceView } from "../testing/trace.ts";
import { callsInTrace, selectedCall } from "./calls-in-trace.ts";

const trace = traceView([
  { start: 0, end: 10 },
  { start: 11, end: 20, possible: { low: 0, high: 1 } },
  { start: 21, end: 30 },
]);
const sites = trace.calls.map((call) => call.site);

describe("callsInTrace", () => {
  it("takes the request's own word", () => {
    const whatIf = {
      ...trace.whatIf,
      findings: [{ fingerprint: "f", kind: "serial" as const, calls: [2, 1], saved: { low: 1, high: 2 } }],
    };
    expect(callsInTrace({ fingerprint: "f", calls: sites.slice(0, 2) }, { ...trace, whatIf })).toEqual([2, 1]);
  });

  it("compares sites otherwise, each call once", () => {
    const twice = [sites[1]!, sites[1]!, { call: "GET nowhere" }];
    expect(callsInTrace({ fingerprint: "f", calls: twice }, trace)).toEqual([1, undefined, undefined]);
  });
});

describe("selectedCall", () => {
  it("is the one in the address, then the first that could move", () => {
    expect(selectedCall("3", trace, [0, 1])).toBe(2);
    expect(selectedCall("99", trace, [0, 1])).toBe(1);
    expect(selectedCall(undefined, trace, [0, 2])).toBe(2);
    expect(selectedCall("x", trace, [])).toBeUndefined();
  });
});
