import { describe, expect, it } from "vitest";
import type { AnalysedEdge } from "../analysis/request-analysis.ts";
import type { Verdict } from "../evidence/verdict.ts";
import { orderedPairs } from "../graph/ordered-pairs.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { fixesOf, type JudgedEdge } from "./fixes.ts";
import type { FindingKind } from "./kind.ts";

const owner = { kind: "request", name: "", spanId: "" } as const;

/** Calls as `[name, start, end]` in milliseconds. */
function request(...times: readonly (readonly [string, number, number])[]): Request {
  const calls = times.map(([name, start, end], index): Call => ({
    index,
    kind: "http",
    method: "GET",
    target: `api/${name}`,
    start: start * 1000,
    end: end * 1000,
    exact: true,
    spanIds: [],
    owner,
    frames: [],
    effect: "read",
    outcome: { class: "ok" },
    cached: false,
    background: false,
  }));
  const end = Math.max(...calls.map((call) => call.end));
  return {
    traceId: "t",
    spanId: "s",
    service: "shop",
    env: "test",
    framework: "node",
    route: "/account",
    method: "GET",
    kind: "api",
    error: false,
    start: 0,
    end,
    calls,
    spans: 1,
    droppedCalls: 0,
    recorded: { values: false, callSites: true, lineage: false },
  };
}

/** Verdicts by `from>to`; what is not named is `unknown`. */
function judged(
  of: Request,
  verdicts: Readonly<Record<string, Verdict>>,
  kind: FindingKind = "serial",
  fn = "GET",
): JudgedEdge[] {
  const silent = { state: "unobserved", reason: "test" } as const;
  return orderedPairs(of.calls).pairs.map((pair) => {
    const verdict = verdicts[`${pair.from}>${pair.to}`] ?? "unknown";
    const edge: AnalysedEdge = {
      from: pair.from,
      to: pair.to,
      verdict,
      tier: verdict === "independent" ? "proven" : "unknown",
      channels: { data: silent, control: silent, order: silent, pace: silent, source: silent },
      pair: `${pair.from}>${pair.to}`,
      adjacent: pair.adjacent,
      observed: new Map(),
    };
    const place = { file: "app/account/route.ts", line: 4, column: 3, function: fn };
    const fact = { relation: "independent", reason: "source.test", activation: "shared", kind, place } as const;
    return { edge, pair, fact, needless: verdict === "independent" };
  });
}

const digest = (text: string): string => text;

describe("fixesOf", () => {
  it("starts session and config together, and data after the session", () => {
    const account = request(["session", 0, 80], ["config", 80, 140], ["data", 140, 230]);
    const [fix, ...others] = fixesOf(
      account,
      judged(account, { "0>1": "independent", "1>2": "independent", "0>2": "data" }),
      digest,
    );
    expect(others).toEqual([]);
    expect(fix).toMatchObject({
      calls: [0, 1, 2],
      startTogether: [[0, 1], [2]],
      after: [0],
      saved: { low: 60_000, high: 60_000 },
    });
  });

  it("says nothing when every order is needed or unknown", () => {
    const guarded = request(["session", 0, 80], ["orders", 80, 140]);
    expect(fixesOf(guarded, judged(guarded, { "0>1": "guard" }), digest)).toEqual([]);
    expect(fixesOf(guarded, judged(guarded, {}), digest)).toEqual([]);
  });

  it("frees what follows a barrier but needs only one of its members", () => {
    const barrier = request(["user", 0, 50], ["config", 0, 200], ["orders", 200, 260]);
    const [fix] = fixesOf(barrier, judged(barrier, { "0>2": "data", "1>2": "independent" }, "barrier"), digest);
    expect(fix).toMatchObject({ kind: "barrier", calls: [0, 1, 2], after: [0], saved: { low: 60_000 } });
    expect(fix?.startTogether).toContainEqual([2]);
  });

  it("names the guard that both calls stay behind", () => {
    const guarded = request(["auth", 0, 50], ["a", 50, 100], ["b", 100, 150]);
    const [fix] = fixesOf(guarded, judged(guarded, { "0>1": "guard", "0>2": "guard", "1>2": "independent" }), digest);
    expect(fix).toMatchObject({ calls: [0, 1, 2], startTogether: [[1, 2]], after: [0] });
  });

  it("is one fix per place and kind", () => {
    const list = request(["a", 0, 50], ["b", 50, 100], ["c", 100, 150]);
    const edges = judged(list, { "0>1": "independent", "1>2": "independent", "0>2": "independent" });
    expect(fixesOf(list, edges, digest)).toHaveLength(1);
    const elsewhere = edges.map((edge, index) =>
      index === 0 && edge.fact?.place
        ? { ...edge, fact: { ...edge.fact, place: { ...edge.fact.place, function: "load" } } }
        : edge,
    );
    expect(fixesOf(list, elsewhere, digest)).toHaveLength(2);
  });

  it("keeps its fingerprint when lines move and when another route shows it", () => {
    const first = request(["a", 0, 50], ["b", 50, 100]);
    const moved = judged(first, { "0>1": "independent" }).map((edge) =>
      edge.fact?.place ? { ...edge, fact: { ...edge.fact, place: { ...edge.fact.place, line: 99 } } } : edge,
    );
    const [before] = fixesOf(first, judged(first, { "0>1": "independent" }), digest);
    const [after] = fixesOf({ ...first, route: "/other" }, moved, digest);
    expect(after?.fingerprint).toBe(before?.fingerprint);
    const [elsewhere] = fixesOf(first, judged(first, { "0>1": "independent" }, "serial", "POST"), digest);
    expect(elsewhere?.fingerprint).not.toBe(before?.fingerprint);
  });

  it("shows two rounds of a loop, and not the call before it that goes through the same helper", () => {
    const pages = request(["page", 0, 50], ["page", 50, 100], ["page", 100, 150], ["page", 150, 200]);
    const at = (file: string, line: number) => ({ file, line, column: 5, async: line > 1, mapped: true });
    const calls = pages.calls.map((call, index) => ({
      ...call,
      frames: [at("lib/http.ts", 1), at("app/account/route.ts", index === 0 ? 5 : 8)],
    }));
    const list = { ...pages, calls };
    const verdicts: Record<string, Verdict> = { "0>1": "data", "0>2": "data", "0>3": "data" };
    for (const pair of ["1>2", "2>3", "1>3"]) verdicts[pair] = "independent";
    const [fix] = fixesOf(list, judged(list, verdicts, "loop"), digest);
    expect(fix).toMatchObject({ kind: "loop", calls: [0, 1, 2], startTogether: [[1, 2]], after: [0] });
  });
});
