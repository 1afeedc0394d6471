import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, propagation, SpanKind, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerWeir, weirSpanProcessor } from "./node.ts";
import type { WeirRegistration } from "./options.ts";
import { weirStatus } from "./status.ts";
import { type TestCollector, testCollector } from "./testing/test-collector.ts";
import { type Upstream, upstream } from "./testing/upstream.ts";

let collector: TestCollector;
let api: Upstream;
let registration: WeirRegistration;
let provider: NodeTracerProvider;
const backend = new InMemorySpanExporter();

beforeAll(async () => {
  collector = await testCollector();
  api = await upstream();
  process.env["OTEL_BSP_SCHEDULE_DELAY"] = "5";
  provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "their-name", "service.version": "9" }),
    spanProcessors: [new SimpleSpanProcessor(backend)],
  });
  provider.register({
    contextManager: new AsyncLocalStorageContextManager().enable(),
    propagator: new W3CTraceContextPropagator(),
  });
  registration = registerWeir({ endpoint: collector.url, environment: "staging" });
});
afterAll(async () => {
  await registration.shutdown();
  await provider.shutdown();
  await api.close();
  await collector.close();
});

/** One request as the app's own instrumentation would trace it. */
async function request(work: () => Promise<unknown>): Promise<void> {
  const headers = { cookie: "session=abc", "x-user": "alice" };
  const inbound = propagation.extract(context.active(), headers);
  const tracer = trace.getTracer("app");
  await context.with(inbound, () =>
    tracer.startActiveSpan(
      "GET /orders",
      { kind: SpanKind.SERVER, attributes: { "http.route": "/orders" } },
      async (span) => {
        await work();
        span.end();
      },
    ),
  );
}

describe("an app with a provider of its own", () => {
  it("keeps it, gets its spans whole, and the collector gets them beside it", async () => {
    expect(backend.getFinishedSpans()).toEqual([]);
    await request(async () => {
      await (await fetch(`${api.url}/json?first=call`)).json();
      await (await fetch(`${api.url}/json?user=alice`)).json();
    });
    await collector.until(() => collector.spans().some(({ name }) => name === "weir.evidence"));
    const [evidence] = collector.spans().filter(({ name }) => name === "weir.evidence");
    expect(evidence?.events).toHaveLength(2);
    expect(evidence?.resource).toMatchObject({
      "service.name": "their-name",
      "service.version": "9",
      "deployment.environment.name": "staging",
    });
    const root = backend.getFinishedSpans().find(({ name }) => name === "GET /orders");
    expect(evidence?.parentSpanId).toBe(root?.spanContext().spanId);
    expect(backend.getFinishedSpans().some(({ name }) => name === "weir.evidence")).toBe(false);
  });

  it("says itself what was asked while nobody makes spans of calls, and makes them from then on", async () => {
    const [first, second] = collector.spans().find(({ name }) => name === "weir.evidence")?.events ?? [];
    expect(first?.attributes).toMatchObject({
      "weir.op.spans": [],
      "weir.op.method": "GET",
      "weir.op.url": `${api.url}/json?first={}`,
    });
    const [span] = backend.getFinishedSpans().filter(({ kind }) => kind === SpanKind.CLIENT);
    expect(second?.attributes["weir.op.spans"]).toEqual([span?.spanContext().spanId]);
    expect(span?.attributes["url.full"]).toBe(`${api.url}/json?user=alice`);
  });

  it("is not made to send its trace ids to the services it calls", () => {
    expect(api.seen.map(({ headers }) => headers["traceparent"])).toEqual([undefined, undefined]);
  });

  it("may pass the processor as well: every span still counts once", async () => {
    const processor = weirSpanProcessor();
    const other = new NodeTracerProvider({ spanProcessors: [processor, processor] });
    const span = other.getTracer("x").startSpan("once", { kind: SpanKind.SERVER });
    span.end();
    const { spanId } = span.spanContext();
    await collector.until(() => collector.spans().some((one) => one.parentSpanId === spanId));
    expect(collector.spans().filter((one) => one.spanId === spanId)).toHaveLength(1);
  });

  it("gets no SERVER spans from the agent: roots are its own instrumentation's", async () => {
    const server = createServer((_request, response) => void response.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const before = backend.getFinishedSpans().length;
    await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text();
    server.closeAllConnections();
    await new Promise<unknown>((resolve) => server.close(resolve));
    expect(backend.getFinishedSpans()).toHaveLength(before);
  });

  it("loses nothing of its own when the agent stops", async () => {
    await registration.shutdown();
    const before = backend.getFinishedSpans().length;
    await request(async () => undefined);
    expect(backend.getFinishedSpans()).toHaveLength(before + 1);
    expect(weirStatus()).toMatchObject({ running: false, failures: {} });
  });
});
