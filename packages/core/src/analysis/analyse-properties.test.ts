import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../evidence/decide.ts";
import { mergeProfiles } from "../evidence/profile.ts";
import type { SourceRelation } from "../evidence/source-fact.ts";
import { assembleRequests } from "../frameworks/assemble.ts";
import type { Span } from "../model/span.ts";
import { testDigest } from "../testing/digest.ts";
import { TraceBuilder } from "../testing/trace-builder.ts";
import { analyseRequest } from "./analyse.ts";
import type { PairProfile } from "./request-analysis.ts";
import { nameOf, place } from "./testing/names.ts";

/** A small server's trace with evidence: calls in a row or side by side, some writing, some failing. */
const programs = fc.array(
  fc.record({
    parallel: fc.boolean(),
    method: fc.constantFrom("GET", "GET", "GET", "POST"),
    status: fc.constantFrom(200, 200, 200, 404, 429, 503),
    length: fc.integer({ min: 1, max: 60 }),
    gap: fc.integer({ min: 0, max: 5 }),
  }),
  { minLength: 1, maxLength: 8 },
);

function traced(
  program: readonly { parallel: boolean; method: string; status: number; length: number; gap: number }[],
  unrelated = false,
): Span[] {
  const trace = new TraceBuilder();
  const server = trace.server("/random", [0, 2000]);
  let at = 1;
  let done: number[] = [];
  let layer: number[] = [];
  let end = 1;
  const operations = program.map(({ parallel, method, status, length, gap }, index) => {
    if (!parallel) {
      at = end + gap;
      done = [...done, ...layer];
      layer = [];
    }
    const span = trace.undici(`http://api/c${String.fromCodePoint(97 + index)}`, [at, at + length], server, {
      "http.request.method": method,
      "http.response.status_code": status,
    });
    layer.push(index + 1);
    end = Math.max(end, at + length);
    return {
      seq: index + 1,
      start: at,
      headers: at + length,
      body: at + length,
      spans: [span],
      waitsHeaders: done,
      stack: `at load (/app/x.js:${index + 1}:1)`,
    };
  });
  const beside = unrelated
    ? [
        {
          seq: 99,
          start: 0.5,
          headers: 1990,
          body: 1995,
          spans: [trace.undici("http://other/z", [0.5, 1995], server)],
          waitsHeaders: [],
        },
      ]
    : [];
  trace.evidence(server, [...operations, ...beside]);
  return trace.spans;
}

const relations = fc.array(fc.constantFrom<SourceRelation>("independent", "independent", "data", "guard", "unknown"), {
  minLength: 8,
  maxLength: 8,
});

function verdicts(spans: readonly Span[], by: readonly SourceRelation[]) {
  const [request] = assembleRequests(spans);
  if (request === undefined) throw new Error("no request");
  const analysis = analyseRequest(request, {
    source: (from, to) => ({
      relation: by[(nameOf(from).codePointAt(1) ?? 0) % by.length] ?? "unknown",
      reason: "source.test",
      activation: nameOf(to) === "z" ? "distinct" : "shared",
      kind: "serial",
      place,
    }),
    profile: () => new Map(),
    digest: testDigest,
  });
  const calls = analysis.request.calls;
  return {
    edges: analysis.edges
      .map(({ from, to, verdict, tier }) => `${calls[from]?.target}>${calls[to]?.target} ${verdict} ${tier}`)
      .sort(),
    saved: analysis.saved,
    fingerprints: analysis.fixes.map(({ fingerprint }) => fingerprint).sort(),
  };
}

describe("whatever the traffic", () => {
  it("says the same a day later, and in any order of arrival", () => {
    fc.assert(
      fc.property(programs, relations, fc.integer({ min: 1, max: 86_400_000_000 }), (program, by, shift) => {
        const spans = traced(program);
        const expected = verdicts(spans, by);
        expect(verdicts(spans.toReversed(), by)).toEqual(expected);
        expect(
          verdicts(
            spans.map((span) => moved(span, shift)),
            by,
          ),
        ).toEqual(expected);
        expect(verdicts([...spans, ...spans], by)).toEqual(expected);
      }),
    );
  });

  it("lets an unrelated call beside all others change no verdict and no saving", () => {
    fc.assert(
      fc.property(programs, relations, (program, by) => {
        expect(verdicts(traced(program, true), by).edges).toEqual(verdicts(traced(program), by).edges);
        expect(verdicts(traced(program, true), by).fingerprints).toEqual(verdicts(traced(program), by).fingerprints);
      }),
    );
  });

  it("flags no write, no failure it retries, nothing the source holds back", () => {
    fc.assert(
      fc.property(programs, (program) => {
        for (const by of ["data", "guard", "unknown"] as const) {
          expect(
            verdicts(
              traced(program),
              Array.from({ length: 8 }, () => by),
            ).fingerprints,
          ).toEqual([]);
        }
        const writes = program.map((call) => ({ ...call, method: "POST" }));
        expect(
          verdicts(
            traced(writes),
            Array.from({ length: 8 }, () => "independent" as const),
          ).fingerprints,
        ).toEqual([]);
      }),
    );
  });

  it("never unlearns a need, whatever else is seen", () => {
    const needs = fc.constantFrom(
      "source|present|source.x|",
      "order|present|order.later-writes|",
      "pace|present|pace.retry|",
      "v|dep|q.id|$.id",
    );
    const other = fc.dictionary(
      fc.constantFrom(
        "source|absent|source.y|",
        "relation|independent",
        "order|absent|order.both-read|",
        "pace|absent|pace.different-calls|",
        "waits|lineage",
        "waits|activation",
        "seen",
        "v|n",
        "v|unread",
        "then|ok",
        "from|ok",
        "then|not-found",
      ),
      fc.integer({ min: 1, max: 10_000 }),
    );
    fc.assert(
      fc.property(needs, other, (need, counts) => {
        const values: [string, number][] = need.startsWith("v|")
          ? [["v|n", 1]]
          : [["relation|data", need.startsWith("source") ? 1 : 0]];
        const profile: PairProfile = mergeProfiles(new Map([[need, 1], ...values]), new Map(Object.entries(counts)));
        const { verdict } = decide(profile);
        expect(["data", "guard", "ordered", "paced"]).toContain(verdict);
      }),
    );
  });
});

function moved(span: Span, by: number): Span {
  const times = new Set(["weir.op.start", "weir.op.headers", "weir.op.body"]);
  return {
    ...span,
    start: span.start + by,
    end: span.end + by,
    events: span.events.map((event) => ({
      ...event,
      time: event.time + by,
      attributes: Object.fromEntries(
        Object.entries(event.attributes).map(([key, value]) => [
          key,
          times.has(key) && typeof value === "number" ? value + by : value,
        ]),
      ),
    })),
  };
}
