import { describe, expect, it } from "vitest";
import type { Span } from "../model/span.ts";
import { ORIGIN, TraceBuilder } from "../testing/trace-builder.ts";
import { assembleRequests } from "./assemble.ts";

const API = "http://127.0.0.1:4200";

function only(spans: readonly Span[]) {
  const [request, ...others] = assembleRequests(spans);
  expect(others).toEqual([]);
  if (request === undefined) throw new Error("no request");
  return request;
}

/** The page of the specification: two hooks in `sequence()`, then layout and page load. */
function page(): TraceBuilder {
  const trace = new TraceBuilder();
  const root = trace.kit("handle.root", [0, 407], undefined, {
    "http.route": "/plain",
    "http.method": "GET",
    "http.url": "http://x/plain?a=1",
  });
  const auth = trace.kit("handle.sequenced.handleAuth", [1, 406], root);
  trace.undici(`${API}/auth`, [5, 56], auth);
  const tenant = trace.kit("handle.sequenced.handleTenant", [63, 406], auth);
  trace.undici(`${API}/tenant`, [64, 109], tenant);
  const resolve = trace.kit("resolve", [115, 404], tenant, {
    "http.route": "/plain",
    "http.response.status_code": "200",
  });
  const layout = trace.kit("load", [117, 219], resolve, { "sveltekit.load.node_id": "src/routes/+layout.server.ts" });
  trace.undici(`${API}/nav`, [118, 217], layout);
  const load = trace.kit("load", [117, 270], resolve, { "sveltekit.load.node_id": "src/routes/plain/+page.server.ts" });
  trace.undici(`${API}/a`, [118, 214], load);
  trace.undici(`${API}/b`, [216, 269], load);
  return trace;
}

describe("SvelteKit", () => {
  it("lays nested hooks and loads on one timeline, each call with its nearest part", () => {
    const request = only(page().spans);
    expect(request).toMatchObject({
      framework: "sveltekit",
      route: "/plain",
      method: "GET",
      kind: "page",
      status: 200,
      error: false,
    });
    expect(request.calls.map(({ target, owner }) => [target.split("/")[1], owner.kind, owner.name])).toEqual([
      ["auth", "hook", "handleAuth"],
      ["tenant", "hook", "handleTenant"],
      ["a", "load", "src/routes/plain/+page.server.ts"],
      ["nav", "load", "src/routes/+layout.server.ts"],
      ["b", "load", "src/routes/plain/+page.server.ts"],
    ]);
    expect(request.loads).toEqual(["src/routes/+layout.server.ts", "src/routes/plain/+page.server.ts"]);
  });

  it("keeps the root when a traceparent gave it a remote parent, and inside another SERVER span", () => {
    const trace = new TraceBuilder();
    const http = trace.server("/", [0, 120]);
    const root = trace.kit("handle.root", [1, 110], http, { "http.route": "/x", "http.method": "GET" });
    trace.undici(`${API}/a`, [5, 50], root);
    expect(only(trace.spans)).toMatchObject({ route: "/x", spanId: root.spanId });
    expect(only(trace.spans.slice(1))).toMatchObject({ route: "/x", spanId: root.spanId });
  });

  it("makes one internal call of a request the server sends to itself, and lays its calls within", () => {
    const trace = new TraceBuilder();
    const root = trace.kit("handle.root", [0, 300], undefined, { "http.route": "/p", "http.method": "GET" });
    const resolve = trace.kit("resolve", [1, 299], root);
    const load = trace.kit("load", [2, 250], resolve, { "sveltekit.load.node_id": "src/routes/p/+page.server.ts" });
    trace.undici(`${API}/before`, [3, 40], load);
    const sub = trace.kit("handle.root", [50, 200], load, {
      "http.route": "/api/items/[id]",
      "http.method": "GET",
      "sveltekit.is_sub_request": true,
    });
    const auth = trace.kit("handle.sequenced.handleAuth", [51, 199], sub);
    trace.undici(`${API}/auth`, [52, 90], auth);
    trace.undici(
      `${API}/item/7`,
      [95, 190],
      trace.kit("endpoint", [92, 195], auth, { "http.route": "/api/items/[id]" }),
    );
    const { calls, kind } = only(trace.spans);
    expect(kind).toBe("page");
    expect(calls.map(({ kind: of, target, within }) => [of, target, within])).toEqual([
      ["http", "127.0.0.1:4200/before", undefined],
      ["internal", "self/api/items/[id]", undefined],
      ["http", "127.0.0.1:4200/auth", 1],
      ["http", "127.0.0.1:4200/item/{id}", 1],
    ]);
  });

  it("counts streamed calls that begin after the response as background", () => {
    const trace = page();
    const load = trace.spans.findLast(({ name }) => name === "sveltekit.load");
    trace.undici(`${API}/streamed`, [410, 600], load);
    const { calls, end } = only(trace.spans);
    expect(calls.at(-1)).toMatchObject({ target: "127.0.0.1:4200/streamed", background: true });
    expect(end).toBe(ORIGIN + 407_000);
  });

  it.each<
    readonly [string, (trace: TraceBuilder, resolve: Span) => void, Readonly<Record<string, boolean | string>>, string]
  >([
    ["an endpoint", (trace, resolve) => trace.kit("endpoint", [3, 9], resolve), {}, "api"],
    ["Kit 2's endpoint without a span of its own", () => {}, { "http.route": "/api/items" }, "api"],
    ["a page that loads nothing", () => {}, {}, "page"],
    ["a form action", (trace, resolve) => trace.kit("form_action", [3, 9], resolve), {}, "action"],
    [
      "a data request",
      (trace, resolve) => trace.kit("load", [3, 9], resolve),
      { "sveltekit.is_data_request": true },
      "data",
    ],
    [
      "a remote query",
      (trace, resolve) => trace.kit("remote.call", [3, 9], resolve, { "sveltekit.remote.call.type": "query" }),
      {},
      "data",
    ],
    [
      "a remote command",
      (trace, resolve) => trace.kit("remote.call", [3, 9], resolve, { "sveltekit.remote.call.type": "command" }),
      {},
      "action",
    ],
  ])("knows the kind of %s", (_, build, attributes, kind) => {
    const trace = new TraceBuilder();
    const root = trace.kit("handle.root", [0, 20], undefined, {
      "http.route": "/x",
      "http.method": "GET",
      ...attributes,
    });
    build(trace, trace.kit("resolve", [1, 19], root));
    expect(only(trace.spans).kind).toBe(kind);
  });

  it("gives an unknown route its path's template", () => {
    const trace = new TraceBuilder();
    trace.kit("handle.root", [0, 20], undefined, {
      "http.route": "unknown",
      "http.method": "GET",
      "http.url": "http://x/nope/42?a=1",
    });
    expect(only(trace.spans).route).toBe("/nope/{id}");
  });

  it("is an error when a load fails, although only the load says so", () => {
    const trace = new TraceBuilder();
    const root = trace.kit("handle.root", [0, 20], undefined, { "http.route": "/x", "http.method": "GET" });
    const resolve = trace.kit("resolve", [1, 19], root, { "http.response.status_code": 500 });
    trace.kit("load", [2, 5], resolve);
    expect(only(trace.spans)).toMatchObject({ error: true, status: 500 });
  });

  it("groups nothing when tracing is off: each call is a trace of its own", () => {
    const trace = new TraceBuilder();
    trace.undici(`${API}/a`, [0, 10], undefined);
    expect(assembleRequests(trace.spans)).toEqual([]);
  });
});
