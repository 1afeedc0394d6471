import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span, SpanKind } from "../model/span.ts";
import { onlyRequest } from "../testing/only-request.ts";
import { ORIGIN, TraceBuilder } from "../testing/trace-builder.ts";
import { EVIDENCE, MAX_OPERATIONS } from "../wire/evidence-span.ts";
import { assembleRequests } from "./assemble.ts";
import { MAX_CALLS } from "./calls.ts";
import { MAX_SPANS } from "./span-tree.ts";

const API = "http://api:4200";

describe("plain Node servers", () => {
  it("reads the route of the SERVER span, or of the router below it", () => {
    const trace = new TraceBuilder({ version: "1.2.3", instance: "pod-1" });
    const server = trace.span("GET", [0, 100], undefined, {
      kind: "server",
      attributes: { "http.method": "GET", "http.target": "/users/42", "http.status_code": 503 },
    });
    expect(onlyRequest(trace.spans)).toMatchObject({
      framework: "node",
      route: "/users/{id}",
      error: true,
      version: "1.2.3",
      instance: "pod-1",
    });
    trace.span("router", [1, 90], server, {
      attributes: { "http.route": "/users/:id", "express.type": "request_handler" },
    });
    expect(onlyRequest(trace.spans).route).toBe("/users/:id");
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
    expect(
      onlyRequest(trace.spans).calls.map(({ kind, method, target, effect }) => [kind, method, target, effect]),
    ).toEqual([
      ["database", "SELECT", "shop: SELECT * FROM users WHERE id = ?", "read"],
      ["database", "INSERT", "shop: INSERT INTO orders (a) VALUES (?)", "write"],
      ["database", "FIND", "shop: FIND users", "read"],
      ["cache", "GET", "redis", "read"],
      ["rpc", "RPC", "users.Users/GetUser", "read"],
      ["messaging", "SEND", "orders", "write"],
    ]);
    expect(onlyRequest(trace.spans).calls[4]?.outcome.class).toBe("not-found");
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
    expect(onlyRequest(trace.spans).calls).toMatchObject([
      { start: ORIGIN + 5_000, end: ORIGIN + 30_000, spanIds: [orm.spanId, expect.any(String)] },
    ]);
  });

  it("takes the topmost span of a job that makes calls", () => {
    const trace = new TraceBuilder();
    const job = trace.span("nightly-report 42", [0, 50], undefined);
    trace.undici(`${API}/a`, [1, 20], trace.span("step", [1, 40], job));
    trace.span("idle-job", [60, 70], undefined);
    expect(onlyRequest(trace.spans)).toMatchObject({
      method: "JOB",
      route: "/{id}",
      kind: "other",
      spanId: job.spanId,
    });
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
    expect(onlyRequest([...trace.spans, ...later])).toEqual(onlyRequest(trace.spans));
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
    expect(onlyRequest(trace.spans).calls).toHaveLength(1);
  });

  it("keeps its bounds and counts what it drops", () => {
    const trace = new TraceBuilder();
    const server = trace.server("/x", [0, 100_000]);
    for (let index = 0; index < MAX_CALLS + 30; index += 1) trace.undici(`${API}/a`, [index, index + 1], server);
    expect(onlyRequest(trace.spans)).toMatchObject({ droppedCalls: 30 });
    expect(onlyRequest(trace.spans).calls).toHaveLength(MAX_CALLS);

    const wide = new TraceBuilder();
    const root = wide.server("/x", [0, 100_000]);
    for (let index = 0; index < MAX_SPANS + 5; index += 1) wide.span("s", [index, index + 1], root);
    expect(onlyRequest(wide.spans)).toMatchObject({ spans: MAX_SPANS, droppedCalls: 6 });

    const busy = new TraceBuilder();
    const parent = busy.server("/x", [0, 100_000]);
    const operations = Array.from({ length: MAX_OPERATIONS + 7 }, (_, seq) => ({ seq, start: seq, headers: seq + 1 }));
    busy.evidence(parent, operations, { [EVIDENCE.opsDropped]: 2 });
    expect(onlyRequest(busy.spans)).toMatchObject({ droppedCalls: 9 });
  });

  it("survives a chain of parents deeper than any program's", () => {
    const trace = new TraceBuilder();
    let parent: Span | undefined = trace.server("/x", [0, 9_000]);
    for (let depth = 0; depth < 5_000; depth += 1) parent = trace.span("s", [depth, 9_000], parent);
    trace.undici(`${API}/a`, [5_001, 5_002], parent);
    expect(assembleRequests(trace.spans)).toHaveLength(1);
  });
});
