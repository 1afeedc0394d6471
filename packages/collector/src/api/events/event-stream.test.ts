import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiServer, openApi } from "../testing/api-server.ts";
import { MAX_STREAMS } from "./event-stream.ts";

let api: ApiServer;
let port: number;
const open: AbortController[] = [];

beforeEach(async () => {
  api = await openApi("memory");
  await api.app.listen({ host: "127.0.0.1", port: 0 });
  port = (api.app.server.address() as AddressInfo).port;
});

afterEach(async () => {
  for (const one of open.splice(0)) one.abort();
  // The client may have opened a socket for a request that was called off: it would be waited for.
  api.app.server.closeAllConnections();
  await api.close();
});

interface Reader {
  readonly status: number;
  readonly headers: Headers;
  /** Text until it holds this. */
  until(text: string): Promise<string>;
  ended(): Promise<void>;
}

async function listen(query = "", headers: Record<string, string> = {}): Promise<Reader> {
  const abort = new AbortController();
  open.push(abort);
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/events${query}`, { headers, signal: abort.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  return {
    status: response.status,
    headers: response.headers,
    async until(text) {
      while (!seen.includes(text)) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) throw new Error(`the stream ended before "${text}": ${seen}`);
        seen += chunk.value;
      }
      return seen;
    },
    async ended() {
      while ((await reader?.read())?.done === false);
    },
  };
}

const publish = (env: string, key: string) =>
  api.events.publish({ name: "route.updated", key, item: { service: "shop", env, key } });

describe("GET /events", () => {
  it("streams what happens, with headers no proxy buffers", async () => {
    const stream = await listen();
    expect(stream.status).toBe(200);
    expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(stream.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(stream.headers.get("x-accel-buffering")).toBe("no");
    expect(stream.headers.get("content-encoding")).toBeNull();
    expect(stream.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await stream.until("connected")).toMatch(/^retry: 2000\n/);
    publish("dev", "GET /a");
    const text = await stream.until("GET /a");
    const [, id, event, data] = /id: (\S+)\nevent: (\S+)\ndata: (.*)\n\n/.exec(text) ?? [];
    expect(id).toMatch(/-1$/);
    expect(event).toBe("route.updated");
    expect(JSON.parse(data ?? "")).toEqual({
      schemaVersion: 1,
      at: new Date(Date.UTC(2026, 10, 21, 12)).toISOString(),
      items: [{ service: "shop", env: "dev", key: "GET /a" }],
    });
  });

  it("sends what was missed after the last id, or asks to read everything anew", async () => {
    const first = await listen();
    await first.until("connected");
    publish("dev", "GET /a");
    const [, id = ""] = /id: (\S+)/.exec(await first.until("GET /a")) ?? [];
    api.setTime(Date.UTC(2026, 10, 21, 12, 1));
    publish("dev", "GET /b");
    const again = await listen("", { "last-event-id": id });
    expect(await again.until("GET /b")).not.toContain("GET /a");
    const lost = await listen("", { "last-event-id": "other-7" });
    expect(await lost.until("resync")).toContain("event: resync\ndata: {");
  });

  it("keeps to the topics and the app that were asked for", async () => {
    const stream = await listen("?topics=findings,status&env=staging");
    await stream.until("connected");
    publish("staging", "GET /route");
    api.events.publish({ name: "finding.opened", key: "f1", item: { env: "dev", fingerprint: "f-dev" } });
    api.setTime(Date.UTC(2026, 10, 21, 12, 1));
    api.events.publish({ name: "finding.opened", key: "f2", item: { env: "staging", fingerprint: "f-staging" } });
    api.events.publish({ name: "ingest.updated", key: "i", item: { spans: 7 } });
    const text = await stream.until("ingest.updated");
    expect(text).toContain("f-staging");
    expect(text).not.toContain("f-dev");
    expect(text).not.toContain("GET /route");
  });

  it("tells open pages about a decision", async () => {
    const stream = await listen("?topics=status");
    await stream.until("connected");
    await api.post("/api/v1/hello", {
      service: "shop",
      env: "dev",
      instance: "i",
      pid: 1,
      node: "24",
      agent: "1",
      framework: "node",
      evidence: { values: false, callSites: false, lineage: false, source: false },
    });
    expect(await stream.until("agent.hello")).toContain('"service":"shop"');
  });

  it("refuses more streams than its bound, and takes one again when one left", async () => {
    const streams = await Promise.all(Array.from({ length: MAX_STREAMS }, () => listen()));
    const refused = await listen();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(streams).toHaveLength(MAX_STREAMS);
    open[0]?.abort();
    await expect.poll(async () => (await listen()).status).toBe(200);
  });

  it("does not open a stream for HEAD", async () => {
    const status = await new Promise((resolve, reject) => {
      const head = httpRequest({ port, host: "127.0.0.1", method: "HEAD", path: "/api/v1/events" }, (response) =>
        resolve(response.statusCode),
      );
      head.once("error", reject).end();
    });
    expect(status).toBe(404);
  });

  it("ends its streams when the server closes", async () => {
    const stream = await listen();
    await stream.until("connected");
    const closed = Promise.all([api.app.close(), stream.ended()]);
    await expect(closed).resolves.toHaveLength(2);
  });
});
