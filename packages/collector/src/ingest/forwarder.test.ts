import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Metrics } from "../metrics.ts";
import { FORWARDER, type Forwarded, Forwarder, type ForwarderOptions, forwardCounter } from "./forwarder.ts";
import { retryAfterMs } from "./retry-after.ts";
import { encode, FORMS, pack, post, receiverKit } from "./testing/receiver-kit.ts";
import { callSpan, requestWith } from "./testing/requests.ts";

interface Received {
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(async (server) => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }),
  );
});

/** A destination; `answer` is called for each request with how many came before. */
async function destination(answer: (response: ServerResponse, before: number) => void) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ url: request.url, headers: request.headers, body: Buffer.concat(chunks) });
      answer(response, received.length - 1);
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { received, server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function forwarderTo(endpoint: string, options: Partial<ForwarderOptions> = {}) {
  const metrics = new Metrics();
  const forwarder = new Forwarder({ ...FORWARDER, retryMs: [1, 1], ...options, endpoint }, forwardCounter(metrics));
  const counts = () =>
    Object.fromEntries(
      [...metrics.text().matchAll(/result="([\w-]+)"\} (\d+)/g)].map(([, name, value]) => [name, Number(value)]),
    );
  return { forwarder, counts };
}

const item = (bytes = 10): Forwarded => ({
  path: "/v1/traces",
  body: Buffer.alloc(bytes, 1),
  form: { encoding: "protobuf", gzip: true },
});

describe("Forwarder", () => {
  it.each(FORMS)("copies what was accepted as it came ($encoding, gzip $gzip), all three signals", async (form) => {
    const { received, endpoint } = await destination((response) => response.end());
    const { forwarder } = forwarderTo(`${endpoint}/base/`, { headers: { "x-key": "theirs" }, concurrency: 1 });
    const kit = await receiverKit({ forwarders: [forwarder], auth: { tokens: ["0123456789abcdef"], headers: [] } });
    const headers = { authorization: "Bearer 0123456789abcdef", "x-tenant": "ours" };
    const body = encode(requestWith([callSpan(1)]), form.encoding);
    for (const url of ["/v1/traces", "/v1/logs", "/v1/metrics"]) {
      expect((await post(kit, form, body, { url, headers })).statusCode).toBe(200);
    }
    expect((await post(kit, form, Buffer.from([7]), { headers })).statusCode).toBe(400);
    await forwarder.close(5_000);
    expect(received.map(({ url }) => url)).toEqual(["/base/v1/traces", "/base/v1/logs", "/base/v1/metrics"]);
    expect(received.map(({ body: copy }) => copy.equals(pack(body, form)))).toEqual([true, true, true]);
    expect(received[0]?.headers).toMatchObject({
      "content-type": form.encoding === "json" ? "application/json" : "application/x-protobuf",
      "x-key": "theirs",
    });
    expect(received[0]?.headers["content-encoding"]).toBe(form.gzip ? "gzip" : undefined);
    expect(received[0]?.headers).not.toHaveProperty("authorization");
    expect(received[0]?.headers).not.toHaveProperty("x-tenant");
  });

  it("repeats what OTLP says may be repeated, and nothing else", async () => {
    const statuses = [503, 429, 200, 400, 500];
    const { received, endpoint } = await destination((response, before) => {
      response.writeHead(statuses[before] ?? 200).end();
    });
    const { forwarder, counts } = forwarderTo(endpoint, { concurrency: 1 });
    for (let index = 0; index < 3; index++) forwarder.offer(item());
    await forwarder.close(5_000);
    expect(received).toHaveLength(5);
    expect(counts()).toEqual({ sent: 1, "dropped-refused": 2 });
  });

  it("gives up on a destination that stays down, without touching the sender's answer", async () => {
    const { endpoint, server } = await destination((response) => response.end());
    server.close();
    const { forwarder, counts } = forwarderTo(endpoint);
    const kit = await receiverKit({ forwarders: [forwarder] });
    const [form = { encoding: "json", gzip: false }] = FORMS;
    const answer = await post(kit, form, encode(requestWith([callSpan(1)]), form.encoding));
    expect(answer.statusCode).toBe(200);
    await forwarder.close(5_000);
    expect(counts()).toEqual({ "dropped-unreachable": 1 });
  });

  it("follows no redirect: it would carry spans and keys elsewhere", async () => {
    const other = await destination((response) => response.end());
    const { endpoint } = await destination((response) => response.writeHead(307, { location: other.endpoint }).end());
    const { forwarder, counts } = forwarderTo(endpoint, { retryMs: [] });
    forwarder.offer(item());
    await forwarder.close(5_000);
    expect(other.received).toEqual([]);
    expect(counts()).toEqual({ "dropped-unreachable": 1 });
  });

  it.each([
    ["bodies", { maxBodies: 3 }],
    ["bytes", { maxBytes: 35 }],
  ])("drops and counts what is above its bound of %s", async (_what, bound) => {
    const waiting: ServerResponse[] = [];
    const { received, endpoint } = await destination((response) => waiting.push(response));
    const { forwarder, counts } = forwarderTo(endpoint, { ...bound, concurrency: 1 });
    expect([1, 2, 3, 4, 5].map(() => forwarder.offer(item()))).toEqual([true, true, true, false, false]);
    const closed = forwarder.close(5_000);
    while (received.length < 3) {
      await new Promise(setImmediate);
      for (const response of waiting.splice(0)) response.end();
    }
    for (const response of waiting) response.end();
    await closed;
    expect(counts()).toEqual({ sent: 3, "dropped-full": 2 });
  });

  it("ends when its grace is over, and counts what it leaves", async () => {
    const { endpoint } = await destination(() => undefined);
    const { forwarder, counts } = forwarderTo(endpoint, { concurrency: 2, retryMs: [60_000] });
    for (let index = 0; index < 5; index++) forwarder.offer(item());
    await forwarder.close(30);
    expect(counts()).toEqual({ "dropped-closing": 5 });
    expect(forwarder.offer(item())).toBe(false);
  });

  it("does not wait when it has nothing to do", async () => {
    const { forwarder, counts } = forwarderTo("http://127.0.0.1:9");
    await forwarder.close(60_000);
    expect(counts()).toEqual({});
  });
});

describe("retryAfterMs", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");
  it.each([
    [null, undefined],
    ["3", 3_000],
    ["0", 0],
    ["Sat, 21 Nov 2026 10:00:05 GMT", 5_000],
    ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
    ["86400", 60_000],
    ["soon", undefined],
    ["-1", 0],
  ])("%s -> %s", (header, ms) => expect(retryAfterMs(header, now)).toBe(ms));
});
