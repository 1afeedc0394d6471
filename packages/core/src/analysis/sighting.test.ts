import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleRequests } from "../frameworks/assemble.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { testDigest } from "../testing/digest.ts";
import { TraceBuilder } from "../testing/trace-builder.ts";
import { analyseRequest } from "./analyse.ts";
import type { AnalysisInputs, PairProfile } from "./request-analysis.ts";
import { addedUp, type Sighting, type Sightings } from "./sighting.ts";

/** Remembers everything at once, and how often that helped. */
class Everything implements Sightings {
  readonly #known = new Map<string, Sighting>();
  readonly #ids = new Map<object, number>();
  hits = 0;

  get(look: string): Sighting | undefined {
    const known = this.#known.get(look);
    if (known !== undefined) this.hits += 1;
    return known;
  }

  wants(): boolean {
    return true;
  }

  set(look: string, sighting: Sighting): void {
    this.#known.set(look, sighting);
  }

  idOf(object: object): number {
    const id = this.#ids.get(object) ?? this.#ids.size;
    this.#ids.set(object, id);
    return id;
  }
}

/** A call of a small server without evidence: few choices, so that requests look alike now and then. */
const call = fc.record({
  parallel: fc.boolean(),
  method: fc.constantFrom("GET", "GET", "POST"),
  path: fc.constantFrom("a", "b", "session"),
  status: fc.constantFrom(200, 200, 404),
  length: fc.constantFrom(10, 30),
});
type Program = readonly { parallel: boolean; method: string; path: string; status: number; length: number }[];
const traffic = fc.array(
  fc.record({
    program: fc.array(call, { minLength: 1, maxLength: 4 }),
    slower: fc.integer({ min: 0, max: 3 }),
    status: fc.constantFrom(200, 200, 200, 500),
  }),
  { minLength: 12, maxLength: 24 },
);

function requestOf(program: Program, slower: number, status: number): Request {
  const trace = new TraceBuilder();
  const server = trace.server("/page", [0, 1000], undefined, { "http.response.status_code": status });
  let [start, end] = [1, 1];
  for (const one of program) {
    if (!one.parallel) start = end + 3;
    trace.undici(`http://api/${one.path}`, [start, start + one.length + slower], server, {
      "http.request.method": one.method,
      "http.response.status_code": one.status,
    });
    end = Math.max(end, start + one.length + slower);
  }
  const [request] = assembleRequests(trace.spans);
  if (request === undefined) throw new Error("no request");
  return request;
}

/** Analyses one after the other, each with the evidence of those before it, as the collector does. */
function analysed(requests: readonly Request[], inputs: Partial<AnalysisInputs> = {}): unknown[] {
  const profiles = new Map<string, PairProfile>();
  return requests.map((request) => {
    const analysis = analyseRequest(request, {
      source: () => undefined,
      profile: (key) => profiles.get(key) ?? new Map(),
      digest: testDigest,
      ...inputs,
    });
    const parts = [...analysis.edges.map(({ pair, observed }) => ({ pair, observed })), ...analysis.tallies];
    expect(analysis.sums).toEqual(addedUp(parts));
    for (const [pair, observed] of analysis.sums)
      profiles.set(
        pair,
        addedUp([
          { pair, observed: profiles.get(pair) ?? new Map() },
          { pair, observed },
        ]).get(pair) ?? observed,
      );
    return analysis;
  });
}

describe("requests that look alike", () => {
  it("are analysed from memory as they would be anew, whatever came between", () => {
    let hits = 0;
    fc.assert(
      fc.property(traffic, (programs) => {
        const requests = programs.map(({ program, slower, status }) => requestOf(program, slower, status));
        const twice = [...requests, ...requests];
        const sightings = new Everything();
        expect(analysed(twice, { sightings })).toEqual(analysed(twice));
        hits += sightings.hits;
      }),
    );
    expect(hits).toBeGreaterThan(100);
  });

  const calls = requestOf(
    [
      { parallel: false, method: "GET", path: "a", status: 200, length: 10 },
      { parallel: false, method: "GET", path: "b", status: 200, length: 10 },
    ],
    0,
    200,
  );
  const changed = (over: (call: Call) => Partial<Call>): Request => ({
    ...calls,
    calls: calls.calls.map((one) => ({ ...one, ...over(one) })),
  });
  const frames = [{ file: "/app/x.js", line: 1, column: 1, async: false, mapped: true }];

  it.each<[string, Request]>([
    ["route", { ...calls, route: "/other" }],
    ["method", changed(() => ({ method: "HEAD" }))],
    ["target", changed(() => ({ target: "api/c" }))],
    ["effect", changed(() => ({ effect: "write" }))],
    ["what somebody said of it", changed(() => ({ saidToRead: true }))],
    ["outcome", changed(() => ({ outcome: { class: "not-found", status: 404 } }))],
    ["status", changed(() => ({ outcome: { class: "ok", status: 204 } }))],
    ["owner", changed(({ owner }) => ({ owner: { ...owner, kind: "hook" } }))],
    ["place of the owners", changed(({ owner, index }) => ({ owner: { ...owner, spanId: `s${index}` } }))],
    ["stack", changed(() => ({ frames }))],
    ["lineage", changed(() => ({ lineage: { headers: [], bodies: [] } }))],
    ["bodies waited for", changed(({ index }) => ({ lineage: { headers: [], bodies: index === 0 ? [] : [0] } }))],
    ["background", changed(({ index }) => ({ background: index === 1 }))],
    ["container", changed(() => ({ within: 7 }))],
    ["order", changed(({ start }) => ({ start, end: start + 50_000 }))],
  ])("are not those of another %s", (_what, other) => {
    const sightings = new Everything();
    analysed([calls, other], { sightings });
    expect(sightings.hits).toBe(0);
  });

  it("are those of other times and spans", () => {
    const sightings = new Everything();
    analysed(
      [calls, changed(({ start, end, index }) => ({ start: start + index, end: end + index, spanIds: ["x"] }))],
      {
        sightings,
      },
    );
    expect(sightings.hits).toBe(1);
  });

  it("are looked at anew where the source says something else by now", () => {
    const sightings = new Everything();
    const fact = { reason: "source.test", activation: "shared", kind: "serial" } as const;
    const facts = [{ ...fact, relation: "data" } as const, { ...fact, relation: "guard" } as const];
    const verdicts = facts.map((one) => analysed([calls], { sightings, source: () => one }));
    expect(verdicts).toMatchObject([[{ edges: [{ verdict: "data" }] }], [{ edges: [{ verdict: "guard" }] }]]);
  });
});
