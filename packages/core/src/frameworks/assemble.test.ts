import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span, SpanKind } from "../model/span.ts";
import { ORIGIN, TraceBuilder } from "../testing/trace-builder.ts";
import { EVIDENCE, MAX_OPERATIONS, OPERATION } from "../wire/evidence-span.ts";
import { assembleRequests } from "./assemble.ts";
import { MAX_CALLS } from "./calls.ts";
import { MAX_SPANS } from "./span-tree.ts";
import { withFrames } from "./with-frames.ts";

const API = "http://api:4200";

function only(spans: readonly Span[]) {
  const [request, ...others] = assembleRequests(spans);
  expect(others).toEqual([]);
  if (request === undefined) throw new Error("no request");
  return request;
}

describe("plain Node servers", () => {
  it("reads the route of the SERVER span, or of the router below it", () => {
    const trace = new TraceBuilder({ version: "1.2.3", instance: "pod-1" });
    const server = trace.span("GET", [0, 100], undefined, {
      kind: "server",
      attributes: { "http.method": "GET", "http.target": "/users/42", "http.status_code": 503 },
    });
    expect(only(trace.spans)).toMatchObject({
      framework: "node",
      route: "/users/{id}",
      error: true,
      version: "1.2.3",
      instance: "pod-1",
    });
    trace.span("router", [1, 90], server, {
      attributes: { "http.route": "/users/:id", "express.type": "request_handler" },
    });
    expect(only(trace.spans).route).toBe("/users/:id");
  });

  it("reads databases, caches, RPC and queues of any instrumentation, old names and new", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 100]);
    const client = (name: string, start: number, attributes: Record<string, string | number>) =>
      trace.span(name, [start, start + 4], server, { kind: "client", attributes });
    client("pg.query:SELECT shop", 1, {
      "db.system": "postgresql",
      "db.name": "shop",
      "db.statement": "SELECT * FROM users WHERE id = 7",
    });
    client("INSERT orders", 6, {
      "db.system.name": "mysql",
      "db.namespace": "shop",
      "db.query.text": "INSERT INTO orders (a) VALUES ('x')",
    });
    client("find", 11, {
      "db.system": "mongodb",
      "db.name": "shop",
      "db.operation": "find",
      "db.mongodb.collection": "users",
    });
    client("GET", 16, { "db.system": "redis", "db.statement": "GET user:123" });
    client("grpc.users.Users/GetUser", 21, {
      "rpc.system": "grpc",
      "rpc.service": "users.Users",
      "rpc.method": "GetUser",
      "rpc.grpc.status_code": 5,
    });
    trace.span("orders send", [26, 30], server, {
      kind: "producer",
      attributes: { "messaging.system": "kafka", "messaging.destination.name": "orders" },
    });
    client("pg-pool.connect", 31, { "db.system": "postgresql", "db.name": "shop" });
    expect(only(trace.spans).calls.map(({ kind, method, target, effect }) => [kind, method, target, effect])).toEqual([
      ["database", "SELECT", "shop: SELECT * FROM users WHERE id = ?", "read"],
      ["database", "INSERT", "shop: INSERT INTO orders (a) VALUES (?)", "write"],
      ["database", "FIND", "shop: FIND users", "read"],
      ["cache", "GET", "redis", "read"],
      ["rpc", "RPC", "users.Users/GetUser", "read"],
      ["messaging", "SEND", "orders", "write"],
    ]);
    expect(only(trace.spans).calls[4]?.outcome.class).toBe("not-found");
  });

  it("makes one call of an ORM's span and its driver's", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 100]);
    const orm = trace.span("db_query", [5, 30], server, {
      kind: "client",
      attributes: { "db.system": "postgresql", "db.query.text": "SELECT 1 FROM t" },
    });
    trace.span("pg.query", [8, 25], orm, {
      kind: "client",
      attributes: { "db.system": "postgresql", "db.statement": "SELECT 1 FROM t" },
    });
    expect(only(trace.spans).calls).toMatchObject([
      { start: ORIGIN + 5_000, end: ORIGIN + 30_000, spanIds: [orm.spanId, expect.any(String)] },
    ]);
  });

  it("takes the topmost span of a job that makes calls", () => {
    const trace = new TraceBuilder();
    const job = trace.span("nightly-report 42", [0, 50], undefined);
    trace.undici(`${API}/a`, [1, 20], trace.span("step", [1, 40], job));
    trace.span("idle-job", [60, 70], undefined);
    expect(only(trace.spans)).toMatchObject({ method: "JOB", route: "/{id}", kind: "other", spanId: job.spanId });
  });
});

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
    const request = only(trace.spans);
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
      only(trace.spans).calls.map(({ target, start, end: until, outcome }) => [
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
    const [call] = only(trace.spans).calls;
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
    const { calls } = only(trace.spans);
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
    const [call] = only(trace.spans).calls;
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
    const { calls } = only(trace.spans);
    expect(calls.map(({ target }) => target)).toEqual(["api:4200/nav", "api:4200/b"]);
    expect(calls[1]?.lineage).toEqual({ headers: [0], bodies: [0] });
  });

  it("leaves lineage out where the agent ran out of bits", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const a = trace.undici(`${API}/a`, [10, 90], server);
    trace.evidence(server, [{ seq: 1, start: 9, body: 91, spans: [a], attributes: { [OPERATION.lineage]: false } }]);
    expect(only(trace.spans).calls[0]?.lineage).toBeUndefined();
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
    expect(only(trace.spans).calls.map(({ start, end }) => [start - ORIGIN, end - ORIGIN])).toEqual([
      [10_000, 91_000],
      [95_000, 99_000],
    ]);
  });

  it("is ignored in a format this reader does not know", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const a = trace.undici(`${API}/a`, [10, 90], server);
    trace.evidence(server, [{ seq: 1, start: 9, body: 91, spans: [a] }], { [EVIDENCE.format]: 2 });
    expect(only(trace.spans)).toMatchObject({ recorded: { lineage: false }, calls: [{ exact: false }] });
  });

  it("lets mapped frames be put in afterwards", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 300]);
    const a = trace.undici(`${API}/a`, [10, 90], server);
    trace.evidence(server, [{ seq: 1, start: 9, body: 91, spans: [a], stack: STACK }]);
    const before = only(trace.spans);
    const after = withFrames(before, ({ frames }) =>
      frames.map((frame) => ({ ...frame, file: "src/x.ts", mapped: true })),
    );
    expect(after.calls[0]?.frames[0]).toMatchObject({ file: "src/x.ts", mapped: true });
    expect(before.calls[0]?.frames[0]?.mapped).toBe(false);
  });
});

describe("whatever arrives", () => {
  const kinds: SpanKind[] = ["internal", "server", "client", "producer", "consumer", "unspecified"];
  const id = fc.integer({ min: 0, max: 12 }).map((n) => n.toString(16).padStart(16, "0"));
  const name = fc.constantFrom("sveltekit.handle.root", "sveltekit.load", "weir.evidence", "GET", "x");
  const value = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(2n ** 63n),
    fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
  );
  const key = fc.constantFrom(
    "http.method",
    "url.full",
    "http.route",
    "next.span_type",
    "db.system",
    "db.statement",
    "http.status_code",
    "sveltekit.is_sub_request",
    "weir.format",
    "weir.stacks",
    "weir.ops.dropped",
    "next.fetch.cache_status",
  );
  const event = fc.record({
    name: fc.constantFrom("weir.op", "exception"),
    time: fc.integer(),
    attributes: fc.dictionary(
      fc.constantFrom(
        "weir.op.seq",
        "weir.op.start",
        "weir.op.body",
        "weir.op.slots",
        "weir.op.waits.body",
        "weir.op.spans",
      ),
      value,
    ),
  });
  const moment = fc.oneof(
    fc.integer({ min: 0, max: 100 }),
    fc.constantFrom(-1, Number.NaN, Number.MAX_SAFE_INTEGER, Infinity),
  );
  const span = fc.record({
    traceId: fc.constant("5b8efff798038103d269b633813fc60c"),
    spanId: id,
    parentSpanId: id,
    scope: fc.constantFrom("next.js", "@weir/agent", "sveltekit", "@vercel/otel/fetch", "x"),
    name,
    kind: fc.constantFrom(...kinds),
    start: moment,
    end: moment,
    status: fc.constantFrom("unset" as const, "ok" as const, "error" as const),
    attributes: fc.dictionary(key, value),
    events: fc.array(event, { maxLength: 3 }),
    links: fc.constant([]),
    resource: fc.constant({ service: "s", env: "e" }),
  });

  it("is read without an error, in any order, to the same requests: cycles, duplicates, absurd times", () => {
    fc.assert(
      fc.property(fc.uniqueArray(span, { maxLength: 25, selector: ({ spanId }) => spanId }), (spans) => {
        const requests = assembleRequests(spans);
        expect(assembleRequests(spans.toReversed())).toEqual(requests);
        for (const { calls, start, end } of requests) {
          expect(end).toBeGreaterThanOrEqual(start);
          calls.forEach((call, index) => {
            expect(call.index).toBe(index);
            expect(call.end).toBeGreaterThanOrEqual(call.start);
            expect(call.start).toBeGreaterThanOrEqual(calls[index - 1]?.start ?? call.start);
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives every call to one request only", () => {
    fc.assert(
      fc.property(fc.uniqueArray(span, { maxLength: 25, selector: ({ spanId }) => spanId }), (spans) => {
        const ids = assembleRequests(spans).flatMap(({ calls }) => calls.flatMap(({ spanIds }) => spanIds));
        const known = ids.filter((spanId) => spans.some((candidate) => candidate.spanId === spanId));
        expect(new Set(known).size).toBe(known.length);
      }),
      { numRuns: 300 },
    );
  });

  it("takes the first of two spans with one id", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 100]);
    trace.undici(`${API}/a`, [10, 20], server);
    const later = trace.spans.map((span) => ({ ...span, start: span.start + 1, name: "again" }));
    expect(only([...trace.spans, ...later])).toEqual(only(trace.spans));
  });

  it("gives a call whose parent never came to the request that had begun", () => {
    const trace = new TraceBuilder();
    const first = trace.server("/x", [0, 100]);
    trace.span(
      "GET",
      [10, 20],
      { ...first, spanId: "feedfeedfeedfeed" },
      { kind: "client", attributes: { "url.full": `${API}/a`, "http.request.method": "GET" } },
    );
    expect(only(trace.spans).calls).toHaveLength(1);
  });

  it("keeps its bounds and counts what it drops", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 100_000]);
    for (let index = 0; index < MAX_CALLS + 30; index += 1) trace.undici(`${API}/a`, [index, index + 1], server);
    expect(only(trace.spans)).toMatchObject({ droppedCalls: 30 });
    expect(only(trace.spans).calls).toHaveLength(MAX_CALLS);

    const wide = new TraceBuilder();
    const root = wide.server("/x", [0, 100_000]);
    for (let index = 0; index < MAX_SPANS + 5; index += 1) wide.span("s", [index, index + 1], root);
    expect(only(wide.spans)).toMatchObject({ spans: MAX_SPANS, droppedCalls: 6 });

    const busy = new TraceBuilder();
    const parent = busy.server("/x", [0, 100_000]);
    const operations = Array.from({ length: MAX_OPERATIONS + 7 }, (_, seq) => ({ seq, start: seq, headers: seq + 1 }));
    busy.evidence(parent, operations, { [EVIDENCE.opsDropped]: 2 });
    expect(only(busy.spans)).toMatchObject({ droppedCalls: 9 });
  });

  it("survives a chain of parents deeper than any program's", () => {
    const trace = new TraceBuilder();
    let parent: Span | undefined = trace.server("/x", [0, 9_000]);
    for (let depth = 0; depth < 5_000; depth += 1) parent = trace.span("s", [depth, 9_000], parent);
    trace.undici(`${API}/a`, [5_001, 5_002], parent);
    expect(assembleRequests(trace.spans)).toHaveLength(1);
  });
});
