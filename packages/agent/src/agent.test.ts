import { get } from "node:http";
import { Readable } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { type Attributes, context, SpanKind, trace } from "@opentelemetry/api";
import axios from "axios";
import got from "got";
import { Pool, request as undiciRequest } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerWeir } from "./node.ts";
import { weirStatus } from "./status.ts";
import type { DecodedSpan } from "./testing/decode-traces.ts";
import type { RecordedServer } from "./testing/recorded-server.ts";
import { type RecordedShop, recordedShop } from "./testing/recorded-shop.ts";
import type { TestCollector } from "./testing/test-collector.ts";
import type { Upstream } from "./testing/upstream.ts";

let shop: RecordedShop;
let collector: TestCollector;
let api: Upstream;
let server: RecordedServer;

beforeAll(async () => {
  shop = await recordedShop();
  ({ collector, api, server } = shop);
});

afterAll(() => shop.close());

const record: RecordedServer["record"] = (...of) => server.record(...of);

const json = async (path: string, init?: RequestInit): Promise<unknown> =>
  (await fetch(`${api.url}${path}`, init)).json();

describe("a request of a plain Node server", () => {
  it("arrives with its calls, their exact times in order, and where they were made", async () => {
    const { root, evidence, clients, operations } = await record("/orders/ord_77h1k2m3?user=alice", async () => {
      await json("/json?session=abc");
      await json("/json");
    });
    expect(root).toMatchObject({ name: "GET /orders/{id}", scope: "@weir/agent", parentSpanId: "" });
    expect(root.attributes).toMatchObject({ "http.route": "/orders/{id}", "url.query": "user={}" });
    expect(root.resource).toMatchObject({
      "service.name": "shop",
      "service.version": "1.2.3",
      "deployment.environment.name": "staging",
    });
    expect(evidence).toMatchObject({ parentSpanId: root.spanId, traceId: root.traceId, scope: "@weir/agent", kind: 1 });
    expect(evidence.attributes).toMatchObject({ "weir.format": 1, "weir.has.call_sites": true, "weir.ops.dropped": 0 });
    expect(clients).toEqual([]);
    expect(operations).toHaveLength(2);
    const times = operations.flatMap((op) => [op["weir.op.start"], op["weir.op.headers"], op["weir.op.body"]]);
    expect(times.every((time) => Number.isSafeInteger(time))).toBe(true);
    expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)));
    expect(Number(times[0])).toBeGreaterThanOrEqual(Number(root.start / 1000n));
    expect(Number(times.at(-1))).toBeLessThanOrEqual(Number(root.end / 1000n) + 2000);
    const stacks = evidence.attributes["weir.stacks"] as string[];
    for (const [index, op] of operations.entries()) {
      const url = `${api.url}${["/json?session={}", "/json"][index]}`;
      expect(op).toMatchObject({ "weir.op.parent": root.spanId, "weir.op.method": "GET", "weir.op.url": url });
      expect(stacks[Number(op["weir.op.stack"])]?.split("\n")[0]).toMatch(/agent\.test\.ts:\d+:\d+/);
      expect(op).toMatchObject({ "weir.op.outcome": "ok", "weir.op.status": 200, "weir.op.body_read": true });
    }
  });

  it.each([
    ["axios", () => axios.get(`${api.url}/gzip`)],
    ["got", () => got(`${api.url}/gzip`).json()],
    [
      "node:http",
      () =>
        new Promise((resolve, reject) => {
          get(`${api.url}/json`, (response) => response.resume().on("end", () => resolve(undefined))).on(
            "error",
            reject,
          );
        }),
    ],
    ["undici", async () => (await undiciRequest(`${api.url}/json`)).body.json()],
  ])("sees a call made with %s as one operation, and what it answered", async (_client, call) => {
    const { operations, clients, evidence } = await record("/client", async () => {
      await call();
      await json("/json?user=u_81723");
    });
    expect(clients).toEqual([]);
    expect(operations).toHaveLength(2);
    expect(operations[1]?.["weir.op.slots"]).toContainEqual(
      expect.stringMatching(new RegExp(`^q\\.user\\|${String(operations[0]?.["weir.op.seq"])}\\|\\$\\.id\\|`)),
    );
    expect(operations[0]).toMatchObject({ "weir.op.outcome": "ok", "weir.op.body_read": true });
    expect(operations[0]?.["weir.op.url"]).toContain(api.url);
    expect(operations[0]?.["weir.op.body"]).toBeGreaterThanOrEqual(Number(operations[0]?.["weir.op.headers"]));
    expect(evidence.attributes["weir.stacks"]).toHaveLength(2);
  });

  it.each([
    [
      "a reader",
      async (body: ReadableStream<Uint8Array>) => {
        const reader = body.getReader();
        let text = "";
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return text;
          text += Buffer.from(value).toString("utf8");
          value.fill(0);
        }
      },
    ],
    [
      "a loop",
      async (body: ReadableStream<Uint8Array>) => {
        let text = "";
        for await (const chunk of body) text += Buffer.from(chunk).toString("utf8");
        return text;
      },
    ],
    ["a Node stream", async (body: ReadableStream<Uint8Array>) => textOf(Readable.fromWeb(body as never))],
    ["a Response of its own", (body: ReadableStream<Uint8Array>) => new Response(body).text()],
  ])("sees a body that is read by %s, and what was taken from it", async (_, read) => {
    const { operations } = await record("/streamed", async () => {
      const { body } = await fetch(`${api.url}/json`);
      const { id } = JSON.parse(await read(body as ReadableStream<Uint8Array>)) as { id: string };
      await (await fetch(`${api.url}/json?user=${id}`)).text();
    });
    const [first, second] = operations;
    expect(first).toMatchObject({ "weir.op.body_read": true, "weir.op.outcome": "ok" });
    expect(first?.["weir.op.body_first"]).toBeLessThanOrEqual(Number(first?.["weir.op.body"]));
    expect(first?.["weir.op.body"]).toBeLessThanOrEqual(Number(second?.["weir.op.start"]));
    // A Node stream's events may come of anything that has settled: then lineage says nothing, and never a wrong thing.
    expect(second?.["weir.op.waits.body"] ?? [first?.["weir.op.seq"]]).toEqual([first?.["weir.op.seq"]]);
    expect(second?.["weir.op.slots"]).toContainEqual(
      expect.stringMatching(new RegExp(`^q\\.user\\|${String(first?.["weir.op.seq"])}\\|\\$\\.id\\|\\|\\d+$`)),
    );
  });

  it("claims nothing of a body that was piped, halved or given up", async () => {
    const { operations } = await record("/unseen", async () => {
      await (await fetch(`${api.url}/json`)).body?.pipeTo(new WritableStream());
      const halves = (await fetch(`${api.url}/json`)).body?.tee() ?? [];
      await Promise.all(halves.map((half) => new Response(half).text()));
      for await (const chunk of (await fetch(`${api.url}/json`)).body ?? []) if (chunk.length > 0) break;
      await (await fetch(`${api.url}/json?user=u_81723`)).text();
    });
    expect(operations.map((op) => op["weir.op.body_read"])).toEqual([true, true, true, true]);
    expect(operations[3]).toMatchObject({ "weir.op.slots.partial": true });
  });

  it("follows undici's own clients to their ends, good or bad", async () => {
    const { operations } = await record("/undici", async () => {
      const { body } = await undiciRequest(`${api.url}/gzip`);
      await body.dump();
      await undiciRequest("http://127.0.0.1:1/").catch(() => undefined);
      await undiciRequest(`${api.url}/slow`, { signal: AbortSignal.timeout(20) }).catch(() => undefined);
      await undiciRequest(`${api.url}/cut`)
        .then((answer) => answer.body.text())
        .catch(() => undefined);
      const pool = new Pool(api.url);
      const sent = { method: "POST", path: "/json?user=u_81723", headers: { "x-order": "u_81723" } } as const;
      await (await pool.request({ ...sent, body: JSON.stringify({ id: "u_81723" }) })).body.text();
      await (await pool.request({ ...sent, body: Readable.from(["a"]) })).body.text();
      await pool.close();
    });
    expect(operations.map((op) => op["weir.op.outcome"])).toEqual(["ok", "error", "timeout", "ok", "ok", "ok"]);
    expect(operations.map((op) => op["weir.op.body_read"])).toEqual([true, false, false, true, true, true]);
    const first = String(operations[0]?.["weir.op.seq"]);
    const slots = operations[4]?.["weir.op.slots"];
    for (const slot of ["q\\.user", "h\\.x-order", "body\\.id"]) {
      expect(slots).toContainEqual(expect.stringMatching(`^${slot}\\|${first}\\|\\$\\.id\\|`));
    }
    expect(operations[5]).toMatchObject({ "weir.op.slots.partial": true });
  });

  it("takes a redirect's two requests for one operation", async () => {
    const { operations } = await record("/redirected", () => json("/redirect"));
    expect(operations).toHaveLength(1);
    expect(operations[0]).toMatchObject({ "weir.op.status": 200, "weir.op.url": `${api.url}/redirect` });
  });

  it("counts a call once when a wrapper lies over fetch, even one that waits first", async () => {
    const before = globalThis.fetch;
    globalThis.fetch = async (...args) => {
      await Promise.resolve();
      return before(...args);
    };
    const { operations } = await record("/wrapped", () => json("/json"));
    globalThis.fetch = before;
    expect(operations).toHaveLength(1);
    expect(operations[0]?.["weir.op.spans"]).toEqual([]);
  });

  it("says that a body was not read, and what was asked, since its span may never end", async () => {
    const { operations } = await record("/unread", async () => {
      await fetch(`${api.url}/json?key=1`);
    });
    expect(operations[0]).toMatchObject({ "weir.op.body_read": false });
    expect(operations[0]).not.toHaveProperty("weir.op.body");
  });

  it("tells failures apart", async () => {
    const { operations } = await record("/failures", async () => {
      await fetch("http://127.0.0.1:1/").catch(() => undefined);
      await fetch(`${api.url}/slow`, { signal: AbortSignal.timeout(20) }).catch(() => undefined);
      const controller = new AbortController();
      const aborted = fetch(`${api.url}/slow`, { signal: controller.signal }).catch(() => undefined);
      controller.abort();
      await aborted;
      await json("/status/503");
    });
    expect(operations.map((op) => op["weir.op.outcome"])).toEqual(["error", "timeout", "aborted", "ok"]);
    expect(operations[3]).toMatchObject({ "weir.op.status": 503 });
    expect(operations[0]?.["weir.op.url"] ?? "http://127.0.0.1:1/").toBe("http://127.0.0.1:1/");
  });

  it("takes another instrumentation's CLIENT span for a call, with the place it started", async () => {
    const { operations, clients, evidence } = await record("/database", async () => {
      const span = trace.getTracer("pg").startSpan("pg.query", {
        kind: SpanKind.CLIENT,
        attributes: { "db.system.name": "postgresql", "db.query.text": "SELECT * FROM users WHERE mail = 'a@b.c'" },
      });
      await new Promise((resolve) => setImmediate(resolve));
      span.end();
    });
    expect(operations).toHaveLength(1);
    expect(operations[0]).toMatchObject({ "weir.op.spans": [clients[0]?.spanId], "weir.op.outcome": "ok" });
    expect(clients[0]?.attributes["db.query.text"]).toBe("SELECT * FROM users WHERE mail = ?");
    expect((evidence.attributes["weir.stacks"] as string[])[0]).toContain("agent.test.ts");
  });

  it("reads a statement's parameters where an instrumentation tells them, and sends none", async () => {
    const query = (attributes: Attributes): void =>
      trace
        .getTracer("pg")
        .startSpan("pg.query", { kind: SpanKind.CLIENT, attributes: { "db.system.name": "postgresql", ...attributes } })
        .end();
    const { operations, clients } = await record("/parameters", async () => {
      await json("/json");
      query({ "db.query.text": "SELECT * FROM a WHERE id = $1", "db.query.parameter.0": "u_81723" });
      query({ "db.query.text": "SELECT * FROM a WHERE id = $1", "db.postgresql.values": ["u_81723"] });
      query({ "db.query.text": "SELECT * FROM a WHERE id = $1" });
    });
    const first = String(operations[0]?.["weir.op.seq"]);
    expect(operations[1]?.["weir.op.slots"]).toContainEqual(expect.stringMatching(`^sql\\.\\$0\\|${first}\\|\\$\\.id`));
    expect(operations[2]?.["weir.op.slots"]).toContainEqual(expect.stringMatching(`^sql\\.\\$1\\|${first}\\|\\$\\.id`));
    expect(operations[3]).toMatchObject({ "weir.op.slots": [], "weir.op.slots.partial": true });
    expect(
      clients.flatMap(({ attributes }) => Object.keys(attributes).filter((key) => /param|values/.test(key))),
    ).toEqual([]);
  });

  it("takes the variables of a GraphQL query for positions", async () => {
    const { operations } = await record("/variables", async () => {
      await json("/json");
      const variables = { user: { id: "u_81723" } };
      await json("/json", {
        method: "POST",
        body: JSON.stringify({ query: "query($user: U) { a(u: $user) }", variables }),
      });
    });
    expect(operations[1]?.["weir.op.slots"]).toContainEqual(
      expect.stringMatching(`^body\\.variables\\.user\\.id\\|${String(operations[0]?.["weir.op.seq"])}\\|\\$\\.id`),
    );
  });

  it("says whether a GraphQL document sent by POST reads or writes", async () => {
    const send = (query: string): Promise<unknown> =>
      json("/json", { method: "POST", body: JSON.stringify({ query }) });
    const { operations } = await record("/graphql", async () => {
      await send("query Me { me { id } }");
      await send("mutation { buy(id: 1) { ok } }");
    });
    expect(operations.map((op) => op["weir.op.effect"])).toEqual(["read", "write"]);
  });

  it("keeps an incoming traceparent and sends none out", async () => {
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const { root } = await record("/joined", () => json("/json"), {
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    });
    expect(root).toMatchObject({ traceId, parentSpanId: "b7ad6b7169203331" });
    expect(api.seen.filter(({ headers }) => headers["traceparent"] !== undefined)).toEqual([]);
  });

  it("keeps two hundred concurrent requests apart", async () => {
    server.does(async () => {
      await json(`/json`);
      await Promise.all([json("/json"), axios.get(`${api.url}/json`)]);
    });
    const before = collector.spans().length;
    const own = await context.with(context.active(), () =>
      Promise.all(
        Array.from({ length: 200 }, async (_, index) => {
          await new Promise<void>((resolve, reject) => {
            get(`${server.origin}/many/${index}`, (response) => response.resume().on("end", resolve)).on(
              "error",
              reject,
            );
          });
        }),
      ),
    );
    expect(own).toHaveLength(200);
    const evidence = (): readonly DecodedSpan[] =>
      collector
        .spans()
        .slice(before)
        .filter(({ name }) => name === "weir.evidence");
    const roots = (): readonly DecodedSpan[] =>
      collector
        .spans()
        .slice(before)
        .filter(({ kind }) => kind === 2);
    await collector.until(() => evidence().length === 200 && roots().length === 200);
    for (const span of evidence()) {
      expect(span.events).toHaveLength(3);
      const parents = new Set(span.events.map(({ attributes }) => attributes["weir.op.parent"]));
      const root = roots().find(({ traceId }) => traceId === span.traceId);
      expect(parents).toEqual(new Set([root?.spanId]));
    }
  });

  it("caps the operations of one request and counts the rest, which have spans to tell of them", async () => {
    const { evidence, operations, clients } = await record("/loop", async () => {
      for (let call = 0; call < 130; call += 1) await json("/json");
    });
    expect(operations).toHaveLength(120);
    expect(clients).toHaveLength(10);
    expect(evidence.attributes["weir.ops.dropped"]).toBe(10);
  });
});

describe("the agent towards the collector", () => {
  it("says hello once, with what it records", () => {
    const hello = collector.json("/api/v1/hello");
    expect(hello).toHaveLength(1);
    expect(hello[0]).toMatchObject({
      service: "shop",
      env: "staging",
      version: "1.2.3",
      framework: "node",
      pid: process.pid,
      evidence: { values: true, callSites: true, lineage: true, source: true },
    });
  });

  it("sends each file named by a stack once", async () => {
    await collector.until(() => collector.json("/api/v1/sources").length > 0);
    const files = collector
      .json("/api/v1/sources")
      .flatMap(({ files }) => files as { path: string; content?: string }[]);
    const own = files.filter(({ path }) => path.includes("agent.test.ts"));
    expect(own).toHaveLength(1);
    expect(own[0]?.content ?? JSON.stringify(own[0])).toContain("registerWeir");
    expect(files.filter(({ path }) => path.includes("/node_modules/"))).toEqual([]);
  });

  it("never traces or records what it sends itself", () => {
    const urls = collector.spans().map(({ attributes }) => attributes["url.full"] as string | undefined);
    expect(urls.filter((url) => url?.startsWith(collector.url))).toEqual([]);
  });

  it("lets no value of a request or response out of the process", () => {
    const sent = collector.received
      .filter(({ path }) => !path.startsWith("/api/v1/sources"))
      .map(({ body }) => body.toString("latin1"))
      .join("\n");
    for (const value of ["alice", "secret-value", "u_81723", "a@b.c", "ord_77h1k2m3", "session=abc"]) {
      expect(sent).not.toContain(value);
    }
  });

  it("has had no failure of its own and dropped nothing but what the cap names", () => {
    const { failures, dropped, running } = weirStatus();
    expect({ running, failures, dropped }).toEqual({
      running: true,
      failures: {},
      dropped: { "operations-per-root": 10 },
    });
  });
});

describe("registering again", () => {
  it("finds the running agent", async () => {
    const greeted = collector.json("/api/v1/hello").length;
    const visible = globalThis.fetch;
    registerWeir({ serviceName: "other" });
    expect(globalThis.fetch).toBe(visible);
    await record("/again", () => json("/json"));
    expect(collector.json("/api/v1/hello")).toHaveLength(greeted);
  });
});
