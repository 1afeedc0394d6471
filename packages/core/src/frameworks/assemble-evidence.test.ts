import { describe, expect, it } from "vitest";
import type { Span } from "../model/span.ts";
import { onlyRequest } from "../testing/only-request.ts";
import { ORIGIN, TraceBuilder } from "../testing/trace-builder.ts";
import { EVIDENCE, OPERATION } from "../wire/evidence-span.ts";
import { withFrames } from "./with-frames.ts";

const API = "http://api:4200";

describe("the agent's evidence", () => {
  const STACK = "at load (/app/build/x.js:10:5)\nat async GET (/app/build/x.js:3:1)";

  it("replaces the spans' times, joins by span ids and resolves what refers to other calls", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const a = trace.undici(`${API}/a`, [10, 90], server);
    const b = trace.undici(`${API}/b/7`, [100, 180], server);
    trace.evidence(
      server,
      [
        { seq: 41, start: 9.25, headers: 60, body: 91.5, spans: [a], stack: STACK, slots: [] },
        {
          seq: 44,
          start: 99.5,
          headers: 170,
          body: 181,
          spans: [b],
          stack: STACK,
          waitsHeaders: [41],
          slots: ["path[1]|41|$.user.id||34.5", "q.x|incoming|query.x|lower|9", "h.sig||||0", "path[1]|99|$.gone||40"],
        },
      ],
      { [EVIDENCE.principal]: 70, [EVIDENCE.inbound]: 4711 },
    );
    const request = onlyRequest(trace.spans);
    expect(request.recorded).toEqual({ values: true, callSites: true, lineage: true });
    expect(request).toMatchObject({ principal: 6, inboundHash: 4711, spans: 4 });
    expect(request.calls).toMatchObject([
      {
        start: ORIGIN + 9_250,
        headers: ORIGIN + 60_000,
        end: ORIGIN + 91_500,
        exact: true,
        sequence: 41,
        lineage: { headers: [], bodies: [] },
      },
      { start: ORIGIN + 99_500, end: ORIGIN + 181_000, exact: true, lineage: { headers: [0], bodies: [0] } },
    ]);
    expect(request.calls[1]?.values?.slots).toEqual([
      { slot: "path[1]", sources: [{ from: 0, path: "$.user.id", bits: 34.5 }] },
      { slot: "q.x", sources: [{ from: "incoming", path: "query.x", transform: "lower", bits: 9 }] },
      { slot: "h.sig", sources: [] },
    ]);
    expect(request.calls[0]?.frames).toMatchObject([
      { function: "load", file: "/app/build/x.js", line: 10, column: 5, async: false, mapped: false },
      { function: "GET", async: true },
    ]);
  });

  it("makes one call of a redirect's two spans, and of an operation whose span never came", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const hop = trace.undici(`${API}/old`, [10, 30], server, { "http.response.status_code": 302 });
    const end = trace.undici(`${API}/new`, [31, 90], server);
    trace.evidence(server, [
      { seq: 1, start: 9, headers: 88, body: 92, spans: [hop, end] },
      {
        seq: 2,
        start: 100,
        headers: 140,
        bodyRead: false,
        attributes: { [OPERATION.method]: "GET", [OPERATION.url]: `${API}/big/7` },
      },
      { seq: 3, start: 150, headers: 190, bodyRead: false },
      { seq: 4, start: 200 },
    ]);
    expect(
      onlyRequest(trace.spans).calls.map(({ target, start, end: until, outcome }) => [
        target,
        start - ORIGIN,
        until - ORIGIN,
        outcome.class,
      ]),
    ).toEqual([
      ["api:4200/old", 9_000, 92_000, "ok"],
      ["api:4200/big/{id}", 100_000, 140_000, "ok"],
      ["{unknown}", 150_000, 190_000, "ok"],
    ]);
  });

  it("ends a call nobody read at its headers, whatever the span says", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 900]);
    const a = trace.undici(`${API}/a`, [10, 700], server);
    trace.evidence(server, [{ seq: 1, start: 10, headers: 50, bodyRead: false, spans: [a], slots: [] }]);
    const [call] = onlyRequest(trace.spans).calls;
    expect(call).toMatchObject({ end: ORIGIN + 50_000 });
    expect(call?.values?.bodyReadAt).toBeUndefined();
  });

  it("puts a call without a span where it was made, and never takes it for a sub-request beside it", () => {
    const trace = new TraceBuilder();
    const root = trace.kit("handle.root", [0, 300], undefined, { "http.route": "/x" });
    const load = trace.kit("load", [5, 200], root, { "sveltekit.load.node_id": "src/routes/x/+page.server.ts" });
    const inner = trace.kit("handle.root", [10, 90], load, { "http.route": "/y", "sveltekit.is_sub_request": true });
    const asked = (url: string, parent: Span) => ({
      attributes: { [OPERATION.method]: "GET", [OPERATION.url]: url, [OPERATION.parent]: parent.spanId },
    });
    trace.evidence(root, [
      { seq: 1, start: 10, headers: 40, body: 41, ...asked(`${API}/a`, load) },
      { seq: 2, start: 12, headers: 30, body: 31, ...asked(`${API}/b`, inner) },
    ]);
    const { calls } = onlyRequest(trace.spans);
    const sub = calls.findIndex(({ kind }) => kind === "internal");
    expect(calls.map(({ target, owner, within }) => [target, owner.kind, within])).toEqual(
      expect.arrayContaining([
        ["api:4200/a", "load", undefined],
        ["api:4200/b", expect.any(String), sub],
      ]),
    );
    expect(calls).toHaveLength(3);
  });

  it("knows when the first of a streamed body was there, and which leaves were nothing", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 900]);
    const a = trace.undici(`${API}/a`, [10, 700], server);
    const lines = ["$.user|null", "$.a|b|e7", "$.odd|secret", "no class", 7 as never];
    const seen = { [OPERATION.bodyFirst]: ORIGIN + 60_000, [OPERATION.leaves]: lines };
    trace.evidence(server, [{ seq: 1, start: 10, headers: 50, body: 90, spans: [a], slots: [], attributes: seen }]);
    const [call] = onlyRequest(trace.spans).calls;
    expect(call).toMatchObject({ end: ORIGIN + 90_000, values: { bodyReadAt: ORIGIN + 60_000 } });
    expect(call?.values?.leaves).toEqual([
      { path: "$.user", class: "null" },
      { path: "$.a|b", class: "e7" },
    ]);
  });

  it("leads waits on a memoized duplicate to the fetch it shared", () => {
    const trace = new TraceBuilder();
    const server = trace.next("BaseServer.handleRequest", "GET /p", [0, 300], undefined, {
      "http.route": "/p",
      "http.method": "GET",
    });
    const sent = trace.nextFetch(`${API}/nav`, [10, 60], server);
    const wire = trace.undici(`${API}/nav`, [11, 61], sent);
    const memo = trace.nextFetch(`${API}/nav`, [12, 60], server);
    const later = trace.nextFetch(`${API}/b`, [70, 100], server);
    trace.undici(`${API}/b`, [71, 101], later);
    trace.evidence(server, [
      { seq: 1, start: 10, headers: 60, body: 61, spans: [sent, wire] },
      { seq: 2, start: 12, headers: 60, body: 62, spans: [memo] },
      { seq: 3, start: 70, headers: 100, body: 102, spans: [later], waitsHeaders: [2] },
    ]);
    const { calls } = onlyRequest(trace.spans);
    expect(calls.map(({ target }) => target)).toEqual(["api:4200/nav", "api:4200/b"]);
    expect(calls[1]?.lineage).toEqual({ headers: [0], bodies: [0] });
  });

  it("leaves lineage out where the agent ran out of bits", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const a = trace.undici(`${API}/a`, [10, 90], server);
    trace.evidence(server, [{ seq: 1, start: 9, body: 91, spans: [a], attributes: { [OPERATION.lineage]: false } }]);
    expect(onlyRequest(trace.spans).calls[0]?.lineage).toBeUndefined();
  });

  it("moves a clock that has drifted back onto the spans' one", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const a = trace.undici(`${API}/a`, [10, 90], server);
    trace.span("q", [95, 99], server, {
      kind: "client",
      attributes: { "db.system": "postgresql", "db.statement": "SELECT 1" },
    });
    trace.evidence(server, [{ seq: 1, start: 5_010, headers: 5_050, body: 5_091, spans: [a] }]);
    expect(onlyRequest(trace.spans).calls.map(({ start, end }) => [start - ORIGIN, end - ORIGIN])).toEqual([
      [10_000, 91_000],
      [95_000, 99_000],
    ]);
  });

  it("is ignored in a format this reader does not know", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const a = trace.undici(`${API}/a`, [10, 90], server);
    trace.evidence(server, [{ seq: 1, start: 9, body: 91, spans: [a] }], { [EVIDENCE.format]: 2 });
    expect(onlyRequest(trace.spans)).toMatchObject({ recorded: { lineage: false }, calls: [{ exact: false }] });
  });

  it("lets mapped frames be put in afterwards", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const a = trace.undici(`${API}/a`, [10, 90], server);
    trace.evidence(server, [{ seq: 1, start: 9, body: 91, spans: [a], stack: STACK }]);
    const before = onlyRequest(trace.spans);
    const after = withFrames(before, ({ frames }) =>
      frames.map((frame) => ({ ...frame, file: "src/x.ts", mapped: true })),
    );
    expect(after.calls[0]?.frames[0]).toMatchObject({ file: "src/x.ts", mapped: true });
    expect(before.calls[0]?.frames[0]?.mapped).toBe(false);
  });
});
