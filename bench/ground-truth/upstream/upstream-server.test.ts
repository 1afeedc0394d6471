import { afterEach, describe, expect, it } from "vitest";
import type { Upstream } from "./upstream.ts";
import { UpstreamServer } from "./upstream-server.ts";

const UPSTREAM: Upstream = [
  {
    method: "GET",
    path: "/users/:id",
    latencyMs: 1,
    answer: ({ params, query }) => ({ json: { id: params["id"], x: query.get("x") } }),
  },
  { method: "GET", path: "/users/me", latencyMs: 1, answer: () => ({ text: "me" }) },
  {
    method: "GET",
    path: "/flaky",
    latencyMs: 1,
    answer: ({ earlier }) => (earlier < 1 ? { status: 503 } : { json: "up" }),
  },
  { method: "POST", path: "/echo", latencyMs: 1, answer: ({ body }) => ({ status: 201, json: body }) },
];

describe("UpstreamServer", () => {
  const open: UpstreamServer[] = [];
  const listen = async (more: Partial<Parameters<typeof UpstreamServer.listen>[0]> = {}): Promise<UpstreamServer> => {
    const server = await UpstreamServer.listen({ upstream: UPSTREAM, port: 0, ...more });
    open.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });
  const get = async (server: UpstreamServer, path: string): Promise<string> => (await fetch(server.url + path)).text();

  it("answers by template, the literal one first", async () => {
    const server = await listen();
    expect(await get(server, "/users/a%20b?x=1")).toBe('{"id":"a b","x":"1"}');
    expect(await get(server, "/users/me")).toBe("me");
  });

  it("gives JSON and forms parsed", async () => {
    const server = await listen();
    const form = await fetch(`${server.url}/echo`, { method: "POST", body: new URLSearchParams({ a: "1" }) });
    expect([form.status, await form.json()]).toEqual([201, { a: "1" }]);
  });

  it("keeps what arrived, without what the client added", async () => {
    const server = await listen();
    server.beginVisit();
    await fetch(`${server.url}/users/7?x=2`, { headers: { "x-tenant": "acme", traceparent: "00" } });
    expect(server.arrived).toMatchObject([
      { method: "GET", path: "/users/7", query: "x=2", headers: { "x-tenant": "acme" } },
    ]);
    expect(server.arrived[0]?.headers).not.toHaveProperty("traceparent");
  });

  it("counts the same request within a visit", async () => {
    const server = await listen();
    const status = async (): Promise<number> => (await fetch(`${server.url}/flaky`)).status;
    expect([await status(), await status()]).toEqual([503, 200]);
    server.beginVisit();
    expect(await status()).toBe(503);
  });

  it("swaps the answer of one call, cuts another, and forgets both with the visit", async () => {
    const server = await listen();
    server.beginVisit({ "GET /users/*#2": { json: "other" }, "GET /flaky": "reset" });
    expect(await get(server, "/users/1")).toContain('"1"');
    expect(await get(server, "/users/1")).toBe('"other"');
    await expect(get(server, "/flaky")).rejects.toThrow("fetch failed");
    server.beginVisit();
    await get(server, "/users/1");
    expect(await get(server, "/users/1")).toContain('"1"');
  });

  it("says what no route fits", async () => {
    const unknown: string[] = [];
    const server = await listen({ onUnknown: (call) => unknown.push(call) });
    expect((await fetch(`${server.url}/nowhere`)).status).toBe(501);
    expect(unknown).toEqual(["GET /nowhere"]);
  });

  it("refuses two routes that differ in names of parameters alone", async () => {
    const twice: Upstream = [...UPSTREAM, { method: "GET", path: "/users/:name", latencyMs: 1, answer: () => ({}) }];
    await expect(listen({ upstream: twice })).rejects.toThrow("two routes for GET /users/:name");
  });
});
