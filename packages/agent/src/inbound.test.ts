import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Agent } from "./agent.ts";
import { startAgent } from "./start.ts";
import type { DecodedSpan } from "./testing/decode-traces.ts";
import { type TestCollector, testCollector } from "./testing/test-collector.ts";
import { type Upstream, upstream } from "./testing/upstream.ts";

/* A process whose framework makes the roots, as Next.js does: from the headers of the message that arrived. */
let collector: TestCollector;
let api: Upstream;
let agent: Agent | undefined;
let server: Server;
let handler: (message: IncomingMessage) => Promise<void>;

beforeAll(async () => {
  collector = await testCollector();
  api = await upstream();
  Object.assign(process.env, { OTEL_BSP_SCHEDULE_DELAY: "5" });
  agent = startAgent({ framework: "next", options: { endpoint: collector.url, environment: "staging" } });
  server = createServer((message, response) => {
    void handler(message).finally(() => response.end());
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
});

afterAll(async () => {
  await agent?.shutdown();
  server.closeAllConnections();
  server.close();
  await api.close();
  await collector.close();
});

function root(message: IncomingMessage, work: () => Promise<void>): Promise<void> {
  const remote = propagation.extract(context.active(), message.headers);
  return context.with(remote, () =>
    trace.getTracer("next.js").startActiveSpan("POST", { kind: SpanKind.SERVER }, async (span) => {
      await work();
      span.end();
    }),
  );
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of message) text += String(chunk);
  return text;
}

async function send(body: string, headers: Record<string, string>, evidence: number): Promise<readonly DecodedSpan[]> {
  const before = collector.spans().length;
  const { port } = server.address() as AddressInfo;
  await new Promise((answered, failed) => {
    const sent = request({ port, method: "POST", path: "/orders", headers, agent: false }, (response) =>
      response.resume().on("end", answered),
    );
    sent.on("error", failed).end(body);
  });
  const fresh = (): readonly DecodedSpan[] => collector.spans().slice(before);
  const count = (kind: number, name: string): number =>
    fresh().filter((span) => span.kind === kind && span.name.startsWith(name)).length;
  await collector.until(() => count(1, "weir.evidence") === evidence && count(2, "POST") === evidence);
  return fresh();
}

const JSON_BODY = { "content-type": "application/json" };

describe("a request as it arrived", () => {
  it("explains what a call took from its body", async () => {
    handler = (message) =>
      root(message, async () => {
        await Promise.resolve();
        const { id } = JSON.parse(await textOf(message)) as { id: string };
        await (await fetch(`${api.url}/json?order=${id}`)).json();
      });
    const spans = await send(JSON.stringify({ id: "zq81-kx7-4fbb20" }), JSON_BODY, 1);
    const slots = spans.flatMap(({ events }) => events.flatMap(({ attributes }) => attributes["weir.op.slots"]));
    expect(slots).toContainEqual(expect.stringMatching(/^q\.order\|incoming\|body\.id\|\|\d+$/));
  });

  it("is one trace where a proxy and the page behind it have a root each, without a header", async () => {
    handler = async (message) => {
      const body = textOf(message);
      await root(message, async () => void (await fetch(`${api.url}/json`)));
      await root(message, async () => void (await fetch(`${api.url}/json?order=${await body}`)));
    };
    const spans = await send("zq81-kx7-4fbb20", { "content-type": "text/plain" }, 2);
    const [proxy, page] = spans.filter(({ kind }) => kind === 2).toSorted((a, b) => (a.start < b.start ? -1 : 1));
    expect(proxy?.parentSpanId).toBe("");
    expect(page).toMatchObject({ parentSpanId: proxy?.spanId, traceId: proxy?.traceId });
    const slots = spans.flatMap(({ events }) => events.flatMap(({ attributes }) => attributes["weir.op.slots"]));
    expect(slots).toContainEqual(expect.stringMatching(/^q\.order\|incoming\|body\|/));
    const [first, second] = spans.flatMap(({ events }) => events.map(({ attributes }) => attributes));
    expect([first?.["weir.op.seq"], second?.["weir.op.waits.headers"]]).toEqual([
      expect.any(Number),
      [first?.["weir.op.seq"]],
    ]);
    expect(api.seen.filter(({ headers }) => "traceparent" in headers)).toEqual([]);
  });

  it("is known to a framework that starts from nothing but its headers", async () => {
    handler = (message) =>
      context.with(ROOT_CONTEXT, () =>
        root(message, async () => {
          await (await fetch(`${api.url}/json?order=${await textOf(message)}`)).json();
        }),
      );
    const spans = await send("zq81-kx7-4fbb20", { "content-type": "text/plain" }, 1);
    const slots = spans.flatMap(({ events }) => events.flatMap(({ attributes }) => attributes["weir.op.slots"]));
    expect(slots).toContainEqual(expect.stringMatching(/^q\.order\|incoming\|body\|/));
  });

  it("stays below the trace that sent it", async () => {
    handler = async (message) => {
      await root(message, async () => {});
      await root(message, async () => {});
    };
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const spans = await send("", { traceparent: `00-${traceId}-b7ad6b7169203331-01` }, 2);
    const [proxy, page] = spans.filter(({ kind }) => kind === 2).toSorted((a, b) => (a.start < b.start ? -1 : 1));
    expect(proxy).toMatchObject({ traceId, parentSpanId: "b7ad6b7169203331" });
    expect(page).toMatchObject({ traceId, parentSpanId: proxy?.spanId });
  });
});
