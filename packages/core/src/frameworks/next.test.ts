import { describe, expect, it } from "vitest";
import type { Attributes, Span } from "../model/span.ts";
import { ORIGIN, TraceBuilder } from "../testing/trace-builder.ts";
import { assembleRequests } from "./assemble.ts";

const API = "http://127.0.0.1:4200";

/** SERVER > executing api route, as `next start` makes them. */
function apiRoute(trace: TraceBuilder, route = "/api/waterfall"): { readonly server: Span; readonly handler: Span } {
  const server = trace.next("BaseServer.handleRequest", `GET ${route}`, [0, 450], undefined, {
    "http.method": "GET",
    "http.target": `${route}?x=1`,
    "http.status_code": 200,
    "http.route": route,
    "next.route": route,
  });
  const handler = trace.next(
    "AppRouteRouteHandlers.runHandler",
    `executing api route (app) ${route}`,
    [2, 448],
    server,
    {
      "next.route": route,
    },
  );
  return { server, handler };
}

function only(spans: readonly Span[]) {
  const requests = assembleRequests(spans);
  expect(requests).toHaveLength(1);
  const [request] = requests;
  if (request === undefined) throw new Error("no request");
  return request;
}

/** Calls as [target, start, end] in milliseconds. */
function drawn(spans: readonly Span[]): readonly (readonly [string, number, number])[] {
  return only(spans).calls.map(({ target, start, end }) => [target, (start - ORIGIN) / 1000, (end - ORIGIN) / 1000]);
}

describe("Next.js", () => {
  it("makes one call of AppRender.fetch and its undici span: start, headers, body end", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    const fetch = trace.nextFetch(`${API}/config?ms=100`, [10, 120], handler);
    trace.undici(`${API}/config?ms=100`, [13, 240], fetch);
    const { calls, ...request } = only(trace.spans);
    expect(request).toMatchObject({
      framework: "next",
      route: "/api/waterfall",
      method: "GET",
      kind: "api",
      status: 200,
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      kind: "http",
      method: "GET",
      target: "127.0.0.1:4200/config",
      start: ORIGIN + 10_000,
      headers: ORIGIN + 120_000,
      end: ORIGIN + 240_000,
      effect: "read",
      cached: false,
      exact: false,
      owner: { kind: "endpoint", name: "/api/waterfall" },
    });
  });

  it("takes method and status from the wire: Next says GET for a Request object", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    const fetch = trace.nextFetch(`${API}/orders`, [10, 20], handler);
    trace.undici(`${API}/orders`, [11, 25], fetch, { "http.request.method": "POST", "http.response.status_code": 201 });
    expect(only(trace.spans).calls[0]).toMatchObject({
      method: "POST",
      effect: "write",
      outcome: { class: "ok", status: 201 },
    });
  });

  it("does not take the end of AppRender.fetch for headers where it holds the body too (dev pages)", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    const fetch = trace.nextFetch(`${API}/a`, [10, 90], handler);
    trace.undici(`${API}/a`, [11, 88], fetch);
    expect(only(trace.spans).calls[0]?.headers).toBeUndefined();
  });

  it("keeps cache hits as calls without network and drops memoized duplicates", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    const sent = trace.nextFetch(`${API}/nav`, [10, 60], handler, { "next.fetch.cache_status": "skip" });
    trace.undici(`${API}/nav`, [11, 61], sent);
    trace.nextFetch(`${API}/nav`, [12, 60], handler, { "next.fetch.cache_status": "skip" });
    trace.nextFetch(`${API}/nav`, [14, 60], handler, { "next.fetch.cache_status": "skip" });
    trace.nextFetch(`${API}/forced`, [70, 71], handler, { "next.fetch.cache_status": "hit" });
    trace.nextFetch(`${API}/nav`, [65, 66], handler, { "next.fetch.cache_status": "hit" });
    const { calls } = only(trace.spans);
    expect(calls.map(({ target, cached }) => [target, cached])).toEqual([
      ["127.0.0.1:4200/nav", false],
      ["127.0.0.1:4200/nav", true],
      ["127.0.0.1:4200/forced", true],
    ]);
  });

  it("keeps every fetch where no layer below Next is instrumented", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    trace.nextFetch(`${API}/a`, [10, 60], handler);
    trace.nextFetch(`${API}/a`, [60, 90], handler);
    expect(drawn(trace.spans)).toHaveLength(2);
  });

  it("keeps a fetch that was refused before it left, as a failure", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    trace.span("fetch GET http://127.0.0.1:1/", [10, 11], handler, {
      kind: "client",
      scope: "next.js",
      status: "error",
      attributes: { "next.span_type": "AppRender.fetch", "http.url": "http://127.0.0.1:1/", "http.method": "GET" },
      events: [{ name: "exception", time: ORIGIN, attributes: { "exception.type": "TypeError" } }],
    });
    expect(only(trace.spans).calls[0]?.outcome).toEqual({ class: "network" });
  });

  it("makes one call of the two hops of a redirect", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    const fetch = trace.nextFetch(`${API}/old`, [10, 60], handler);
    trace.undici(`${API}/old`, [11, 30], fetch, { "http.response.status_code": 302 });
    trace.undici(`${API}/new`, [31, 70], fetch);
    expect(drawn(trace.spans)).toEqual([["127.0.0.1:4200/old", 10, 70]]);
    expect(only(trace.spans).calls[0]?.outcome).toEqual({ class: "ok", status: 200 });
  });

  it("pairs the sibling spans of @vercel/otel and undici by URL, in order of start", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    const vercel = (url: string, at: readonly [number, number]) =>
      trace.span(`fetch GET ${url}`, at, handler, {
        kind: "client",
        scope: "@vercel/otel/fetch",
        attributes: { "http.method": "GET", "http.url": url, "http.status_code": 200 },
      });
    vercel(`${API}/a`, [10, 95]);
    vercel(`${API}/a`, [100, 150]);
    trace.undici(`${API}/a`, [12, 90], handler);
    trace.undici(`${API}/a`, [101, 151], handler);
    expect(drawn(trace.spans)).toEqual([
      ["127.0.0.1:4200/a", 10, 90],
      ["127.0.0.1:4200/a", 100, 151],
    ]);
  });

  it("makes one request of the two SERVER spans of proxy.ts", () => {
    const trace = new TraceBuilder();
    const outer = trace.next("BaseServer.handleRequest", "GET", [0, 86], undefined, {
      "http.method": "GET",
      "http.target": "/mw",
      "http.status_code": 200,
      "next.bubble": true,
    });
    const middleware = trace.next("Middleware.execute", "middleware GET", [2, 80], outer);
    trace.undici(`${API}/auth`, [5, 70], trace.nextFetch(`${API}/auth`, [4, 60], middleware));
    const inner = trace.span("GET /mw", [90, 200], outer, {
      kind: "server",
      scope: "next.js",
      remote: true,
      attributes: {
        "next.span_type": "BaseServer.handleRequest",
        "http.route": "/mw",
        "http.method": "GET",
        "http.status_code": 200,
      },
    });
    const render = trace.next("AppRender.getBodyResult", "render route (app) /mw", [92, 190], inner, {
      "next.route": "/mw",
    });
    trace.undici(`${API}/data`, [100, 180], trace.nextFetch(`${API}/data`, [99, 170], render));
    const request = only(trace.spans);
    expect(request).toMatchObject({
      route: "/mw",
      kind: "page",
      spanId: outer.spanId,
      start: ORIGIN,
      end: ORIGIN + 200_000,
    });
    expect(request.calls.map(({ owner, background }) => [owner.kind, background])).toEqual([
      ["middleware", false],
      ["render", false],
    ]);
  });

  it("keeps a server that calls itself as two requests", () => {
    const trace = new TraceBuilder();
    const { handler } = apiRoute(trace);
    const fetch = trace.nextFetch("http://localhost:3000/api/inner", [10, 60], handler);
    const wire = trace.undici("http://localhost:3000/api/inner", [11, 61], fetch);
    const inner = trace.next("BaseServer.handleRequest", "GET /api/inner", [15, 55], wire, {
      "http.route": "/api/inner",
      "http.method": "GET",
    });
    trace.undici(`${API}/x`, [20, 50], inner);
    const requests = assembleRequests(trace.spans);
    expect(requests.map(({ route, calls }) => [route, calls.map(({ target }) => target)])).toEqual([
      ["/api/waterfall", ["localhost:3000/api/inner"]],
      ["/api/inner", ["127.0.0.1:4200/x"]],
    ]);
  });

  it("takes Next's own root where another instrumentation has a SERVER span around it", () => {
    const trace = new TraceBuilder();
    const http = trace.server("/", [0, 460]);
    const server = trace.next("BaseServer.handleRequest", "GET /a", [1, 450], http, {
      "http.route": "/a",
      "http.method": "GET",
    });
    trace.undici(`${API}/x`, [20, 50], server);
    expect(only(trace.spans)).toMatchObject({ framework: "next", route: "/a", spanId: server.spanId });
  });

  it("counts work after the response as background: after(), stale pages", () => {
    const trace = new TraceBuilder();
    const server = trace.next("BaseServer.handleRequest", "GET /isr", [0, 21], undefined, {
      "http.route": "/isr",
      "http.method": "GET",
    });
    const prerender = trace.next("AppRender.getBodyResult", "prerender route (app) /isr", [22, 140], server, {
      "next.route": "/isr",
    });
    trace.undici(`${API}/late`, [30, 130], trace.nextFetch(`${API}/late`, [29, 120], prerender));
    const [call] = only(trace.spans).calls;
    expect(call?.background).toBe(true);
    expect(only(trace.spans).end).toBe(ORIGIN + 21_000);
  });

  it.each<readonly [string, Attributes, string]>([
    [
      "http.route",
      { "http.route": "/product/[id]", "next.route": "/other", "http.target": "/product/7" },
      "/product/[id]",
    ],
    ["next.route", { "next.route": "/shop/[...slug]", "http.target": "/shop/a/b" }, "/shop/[...slug]"],
    ["a descendant", { "http.target": "/legacy/42" }, "/legacy/[id]"],
  ])("reads the route from %s", (_, attributes, route) => {
    const trace = new TraceBuilder();
    const server = trace.next("BaseServer.handleRequest", "GET", [0, 100], undefined, {
      "http.method": "GET",
      ...attributes,
    });
    trace.next("AppRender.getBodyResult", "render", [1, 90], server, { "next.route": "/legacy/[id]" });
    expect(only(trace.spans).route).toBe(route);
  });

  it("falls back to a template of the target, without its values", () => {
    const trace = new TraceBuilder();
    trace.next("BaseServer.handleRequest", "GET", [0, 10], undefined, {
      "http.method": "GET",
      "http.target": "/edge/42?token=s",
    });
    expect(only(trace.spans).route).toBe("/edge/{id}");
  });

  it.each<readonly [string, (trace: TraceBuilder, server: Span) => void, Attributes, string]>([
    ["page", (trace, server) => trace.next("AppRender.getBodyResult", "render", [1, 90], server), {}, "page"],
    [
      "navigation",
      (trace, server) => trace.next("AppRender.getBodyResult", "render", [1, 90], server),
      { "next.rsc": true },
      "data",
    ],
    [
      "server action",
      (trace, server) => trace.next("AppRender.getBodyResult", "render", [50, 90], server),
      { "http.method": "POST" },
      "action",
    ],
    [
      "getServerSideProps",
      (trace, server) => trace.next("Render.getServerSideProps", "gssp", [1, 90], server),
      {},
      "page",
    ],
    [
      "pages API",
      (trace, server) => trace.next("Node.runHandler", "api", [1, 90], server),
      { "http.method": "POST" },
      "api",
    ],
  ])("knows the kind of a %s", (_, build, attributes, kind) => {
    const trace = new TraceBuilder();
    const server = trace.next("BaseServer.handleRequest", "GET /x", [0, 100], undefined, {
      "http.method": "GET",
      "http.route": "/x",
      ...attributes,
    });
    build(trace, server);
    expect(only(trace.spans).kind).toBe(kind);
  });

  it("gives calls of a Server Action to the action, of generateMetadata to the metadata", () => {
    const trace = new TraceBuilder();
    const server = trace.next("BaseServer.handleRequest", "POST /action", [0, 100], undefined, {
      "http.method": "POST",
      "http.route": "/action",
    });
    trace.undici(`${API}/save`, [5, 30], trace.nextFetch(`${API}/save`, [4, 29], server));
    const render = trace.next("AppRender.getBodyResult", "render route (app) /action", [40, 90], server, {
      "next.route": "/action",
    });
    const metadata = trace.next("ResolveMetadata.generateMetadata", "generateMetadata /action/page", [41, 60], render, {
      "next.page": "/action/page",
    });
    trace.undici(`${API}/title`, [45, 58], trace.nextFetch(`${API}/title`, [44, 57], metadata));
    expect(only(trace.spans).calls.map(({ owner }) => [owner.kind, owner.name])).toEqual([
      ["action", "/action"],
      ["metadata", "/action/page"],
    ]);
  });

  it("reads the first byte of a streamed page", () => {
    const trace = new TraceBuilder();
    const server = trace.next("BaseServer.handleRequest", "GET /s", [0, 522], undefined, {
      "http.route": "/s",
      "http.method": "GET",
    });
    const render = trace.next("AppRender.getBodyResult", "render", [1, 520], server);
    trace.next("NextNodeServer.startResponse", "start response", [70, 70], render);
    expect(only(trace.spans)).toMatchObject({ firstByte: ORIGIN + 70_000, end: ORIGIN + 522_000 });
  });

  it("makes nothing of the spans of a start", () => {
    const trace = new TraceBuilder();
    trace.next("NextNodeServer.loadModules", "load route module", [0, 5], undefined);
    expect(assembleRequests(trace.spans)).toEqual([]);
    const fetching = trace.next("NextNodeServer.register", "register instrumentation", [10, 30], undefined);
    trace.undici(`${API}/flags`, [12, 20], fetching);
    expect(assembleRequests(trace.spans)).toEqual([]);
  });
});
