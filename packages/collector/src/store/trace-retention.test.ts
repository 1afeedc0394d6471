import { describe, expect, it } from "vitest";
import type { Exemplar } from "./port.ts";
import { hexId, NOON } from "./testing.ts";
import { MAX_PINNED_TRACES, tracesToKeep, tracesToPin } from "./trace-retention.ts";

function exemplar(fields: Partial<Exemplar>): Exemplar {
  return {
    service: "shop",
    env: "staging",
    routeKey: "GET /cart",
    version: "v1",
    traceId: hexId(1, 32),
    spanId: hexId(1, 16),
    ts: NOON,
    duration: 100_000,
    saved: 0,
    fingerprints: [],
    ...fields,
  };
}

const NOBODY: ReadonlySet<string> = new Set();

describe("traces that outlive their day", () => {
  it("are at most so many, those of the findings seen last", () => {
    const traces = Array.from({ length: MAX_PINNED_TRACES + 3 }, (_, index) =>
      exemplar({ ts: NOON + index, traceId: hexId(index, 32), fingerprints: [hexId(index, 16)] }),
    );
    const { kept, overBound } = tracesToPin(traces, NOBODY);
    expect([kept.size, overBound]).toEqual([MAX_PINNED_TRACES, 3]);
    expect(traces.map((trace) => kept.has(trace)).slice(0, 4)).toEqual([false, false, false, true]);
  });

  it("are the newest of a finding and the one it would save most in", () => {
    const finding = { fingerprints: ["f1"] };
    const traces = [
      exemplar({ ...finding, ts: NOON, saved: 9_000 }),
      exemplar({ ...finding, ts: NOON + 1, saved: 1_000 }),
      exemplar({ ...finding, ts: NOON + 2, saved: 2_000 }),
      exemplar({ ts: NOON + 3 }),
    ];
    const kept = (settled: ReadonlySet<string>) => [...tracesToPin(traces, settled).kept].map(({ ts }) => ts - NOON);
    expect(new Set(kept(NOBODY))).toEqual(new Set([0, 2]));
    expect(kept(new Set(["f1"]))).toEqual([]);
  });
});

describe("traces of a day", () => {
  it("do not depend on the order they came in", () => {
    const traces = Array.from({ length: 40 }, (_, index) =>
      exemplar({
        ts: NOON + (index % 3),
        traceId: hexId(index, 32),
        duration: 1_000 * ((index * 7) % 5),
        version: `v${index % 2}`,
        fingerprints: index % 5 === 0 ? ["f1"] : [],
      }),
    );
    const ids = (list: readonly Exemplar[]) =>
      [...tracesToKeep(list, () => 2_000, NOBODY).kept].map(({ traceId }) => traceId).sort();
    expect(ids(traces.toReversed())).toEqual(ids(traces));
    expect(ids(traces.filter((_, index) => index % 2 === 0)).length).toBeGreaterThan(0);
  });
});
