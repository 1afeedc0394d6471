import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SpanKind, trace } from "@opentelemetry/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerWeir } from "./sveltekit.ts";
import type { WeirRegistration } from "./options.ts";
import { weirStatus } from "./status.ts";
import type { DecodedSpan } from "./testing/decode-traces.ts";
import { type TestCollector, testCollector } from "./testing/test-collector.ts";
import { type Upstream, upstream } from "./testing/upstream.ts";

let collector: TestCollector;
let api: Upstream;
let server: Server;
let registration: WeirRegistration;
let handler: () => Promise<unknown> = () => Promise.resolve();

beforeAll(async () => {
  collector = await testCollector();
  api = await upstream();
  process.env["OTEL_BSP_SCHEDULE_DELAY"] = "5";
  registration = registerWeir({ endpoint: collector.url, environment: "staging" });
  server = createServer((_request, response) => {
    void handler().then(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await registration.shutdown();
  server.close();
  await api.close();
  await collector.close();
});

function request(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    get({ port, path, agent: false }, (response) => response.resume().on("end", resolve)).on("error", reject);
  });
}

const call = async (): Promise<unknown> => (await fetch(`${api.url}/json`)).json();
const named = (name: string): readonly DecodedSpan[] => collector.spans().filter((span) => span.name === name);
const servers = (): readonly DecodedSpan[] => collector.spans().filter(({ kind }) => kind === 2);

// In the order of a process's life: nobody knows yet whether the framework makes spans, then it does.
describe("a SvelteKit server", () => {
  it("has roots of the agent's making while the framework makes none, where calls are made", async () => {
    await request("/favicon.png");
    handler = call;
    await request("/item/7");
    await collector.until(() => named("weir.evidence").length === 1 && servers().length === 1);
    expect(servers()).toMatchObject([{ name: "GET /item/{id}", scope: "@weir/agent" }]);
    expect(named("weir.evidence")[0]?.parentSpanId).toBe(servers()[0]?.spanId);
  });

  it("has the framework's roots alone as soon as it makes them, also for the request that shows it", async () => {
    const before = collector.spans().length;
    handler = () =>
      trace
        .getTracer("sveltekit")
        .startActiveSpan("sveltekit.handle.root", { attributes: { "http.route": "/item/[id]" } }, async (root) => {
          await trace
            .getTracer("sveltekit")
            .startActiveSpan(
              "sveltekit.handle.root",
              { attributes: { "sveltekit.is_sub_request": true, "http.route": "/api" } },
              async (sub) => {
                await call();
                sub.end();
              },
            );
          root.end();
        });
    await request("/item/8");
    await request("/item/9");
    const fresh = (): readonly DecodedSpan[] => collector.spans().slice(before);
    const evidence = (): readonly DecodedSpan[] => fresh().filter(({ name }) => name === "weir.evidence");
    await collector.until(() => evidence().length === 2);
    expect(fresh().filter(({ kind }) => kind === SpanKind.SERVER + 1)).toEqual([]);
    const roots = fresh().filter(({ attributes }) => attributes["http.route"] === "/item/[id]");
    expect(roots.map(({ parentSpanId }) => parentSpanId)).toEqual(["", ""]);
    expect(evidence().map(({ parentSpanId }) => parentSpanId)).toEqual(roots.map(({ spanId }) => spanId));
    expect(evidence().map(({ events }) => events.length)).toEqual([1, 1]);
    expect(weirStatus()).toMatchObject({ failures: {}, dropped: {} });
  });
});
