import { analyseRequest, assembleRequests, type RequestAnalysis } from "@weir/core";
import { TraceBuilder } from "@weir/core/testing";
import { expect, it } from "vitest";
import { digest } from "./documents.ts";
import { outlineOf } from "./outline.ts";

/** Two calls in a row, with or without a stack. */
function serial(stack: string | undefined, dropped = 0): RequestAnalysis {
  const trace = new TraceBuilder();
  const root = trace.server("/cart", [0, 100]);
  const spans = [trace.undici("http://api/a", [1, 20], root), trace.undici("http://api/b", [20, 50], root)];
  const at = stack === undefined ? {} : { stack };
  trace.evidence(
    root,
    spans.map((span, index) => ({
      seq: index + 1,
      start: 1 + 19 * index,
      headers: 20 + 30 * index,
      spans: [span],
      waitsHeaders: index === 0 ? [] : [1],
      ...at,
    })),
  );
  const [request] = assembleRequests(trace.spans);
  if (request === undefined) throw new Error("no request");
  return analyseRequest(
    { ...request, droppedCalls: dropped },
    { source: () => undefined, profile: () => new Map(), digest },
  );
}

it("says of which request, and why it could not be judged", () => {
  expect(outlineOf(serial(undefined, 2))).toEqual({
    service: "shop",
    env: "test",
    version: "",
    routeKey: "GET /cart",
    duration: 100_000,
    calls: 2,
    fixes: [],
    unjudged: ["coverage.no-call-site", "coverage.calls-dropped"],
  });
  expect(outlineOf(serial("at load (/app/x.js:1:1)")).unjudged).toEqual(["source.unavailable"]);
});

it("finds nothing missing where every adjacent pair was judged", () => {
  const analysis = serial(undefined);
  const edges = analysis.edges.map((edge) => ({ ...edge, verdict: "data" as const }));
  expect(outlineOf({ ...analysis, edges }).unjudged).toEqual([]);
});

it("finds nothing missing between calls that nobody waited for, and what is unknown behind them all the same", () => {
  const analysis = serial("at load (/app/x.js:1:1)");
  const [edge] = analysis.edges;
  if (edge === undefined) throw new Error("no edge");
  const unwaited = { ...edge, unwaited: true } as const;
  expect(outlineOf({ ...analysis, edges: [unwaited] }).unjudged).toEqual([]);
  // The second of three belongs to another chain; the third waits for the first.
  const edges = [unwaited, { ...unwaited, from: 1, to: 2 }, { ...edge, to: 2, adjacent: false }];
  expect(outlineOf({ ...analysis, edges }).unjudged).toEqual(["source.unavailable"]);
  const known = { ...edge, verdict: "data" } as const;
  const through = [known, { ...known, from: 1, to: 2 }, { ...edge, to: 2, adjacent: false }];
  expect(outlineOf({ ...analysis, edges: through }).unjudged).toEqual([]);
});
