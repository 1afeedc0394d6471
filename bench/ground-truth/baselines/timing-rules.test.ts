import type { Call, RequestAnalysis } from "@weir/core";
import { describe, expect, it } from "vitest";
import type { Method } from "../judge/claim.ts";
import { analysisOf, recordedCall } from "../testing/recorded.ts";
import { lintMethod } from "./lint.ts";
import { Counterexample, naiveSerial, shortGap, singleTraceValues } from "./timing-rules.ts";

const PAIRS = [
  { from: 0, to: 1, verdict: "unknown", tier: "unknown" },
  { from: 1, to: 2, verdict: "unknown", tier: "unknown" },
] as const;

function requestOf(starts: readonly number[], more: readonly Partial<Call>[] = []): RequestAnalysis {
  return analysisOf(
    starts.map((start, at) => recordedCall(at, `GET /${"abc"[at]}`, start, start + 10, more[at])),
    PAIRS,
  );
}

const flags = (method: Method, analysis: RequestAnalysis): readonly boolean[] =>
  method(analysis).map(({ flagged }) => flagged);

const frame = (line: number): Call["frames"][number] => ({
  file: "/srv/app/src/team.ts",
  line,
  column: 1,
  async: false,
  mapped: true,
});

describe("baselines", () => {
  it("call every wait needless, or every wait with a short gap", () => {
    const analysis = requestOf([0, 12, 40]);
    expect(flags(naiveSerial, analysis)).toEqual([true, true]);
    expect(flags(shortGap, analysis)).toEqual([true, false]);
  });

  it("call a wait needless once the two calls were seen side by side", () => {
    const rule = new Counterexample();
    expect(flags(rule.claims, requestOf([0, 10, 20]))).toEqual([false, false]);
    rule.claims(requestOf([0, 5, 20]));
    expect(flags(rule.claims, requestOf([0, 10, 20]))).toEqual([true, false]);
  });

  it("call a wait needless unless this trace shows a value", () => {
    const source = { from: 0, path: "$.id", bits: 3 } as const;
    const values = { slots: [{ slot: "path[1]", sources: [source] }] };
    const analysis = requestOf([0, 10, 20], [{}, { values }, { values: { slots: [] } }]);
    expect(flags(singleTraceValues, analysis)).toEqual([false, true]);
  });

  it("place what lint says by the later call's stack", () => {
    const places = [{ file: "src/team.ts", lines: [5, 6], rule: "async-parallel" }] as const;
    const at = (...lines: readonly number[]): RequestAnalysis =>
      requestOf(
        [0, 10, 20],
        lines.map((line) => ({ frames: [frame(line)] })),
      );
    expect(flags(lintMethod(places), at(4, 6, 9))).toEqual([true, false]);
    expect(flags(lintMethod(places), at(7, 5, 9))).toEqual([false, false]);
  });
});
