import { routeKey, type Span } from "@weir/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiServer, openApi, type StoreKind } from "../api/testing/api-server.ts";
import { seedShop, SMALLER, WATERFALL } from "../api/testing/seed.ts";
import { Analyst } from "../pipeline/analyst.ts";
import { counterRows } from "../pipeline/counter-rows.ts";
import type { SourceReader } from "../source/port.ts";
import { NOON } from "../store/testing.ts";
import { MAX_OVERRIDES, OverrideBook } from "./override-book.ts";

const KINDS: readonly StoreKind[] = ["memory", "sqlite"];
const OVERRIDES = "/api/v1/overrides";

describe.each(KINDS)("what people say about calls, on the %s store", (kind) => {
  let api: ApiServer;

  beforeEach(async () => {
    api = await openApi(kind);
    await seedShop(api.store);
  });
  afterEach(() => api.close());

  const listed = async (): Promise<readonly string[]> =>
    (await api.get("/api/v1/findings")).body.findings.map((f: { fingerprint: string }) => f.fingerprint);

  it("a pair that is needed after all is no finding, until the word is taken back", async () => {
    const [edge] = (await api.get(`/api/v1/findings/${WATERFALL}`)).body.edges;
    const word = {
      service: "shop",
      says: "needed",
      pair: edge.pair,
      reason: "the session must exist first",
      by: "kim",
    };
    const said = await api.post(OVERRIDES, word);
    expect(said.status).toBe(200);
    expect(said.body).toMatchObject({ ...word, at: new Date(NOON).toISOString() });
    expect(await listed()).toEqual([SMALLER]);
    const { body } = await api.get(`/api/v1/findings/${WATERFALL}`);
    expect(body).toMatchObject({ tier: "unknown" });
    expect(body.edges[0]).toMatchObject({ verdict: "ordered", channels: { order: { reason: "order.said-to-need" } } });
    const { pairs } = (await api.get("/api/v1/pairs?service=shop&env=staging&route=/dashboard")).body;
    expect(pairs.find(({ key }: { key: string }) => key === edge.pair).verdict).toBe("ordered");

    await api.post(`${OVERRIDES}/${said.body.id}/withdraw`, {});
    expect(await listed()).toEqual([WATERFALL, SMALLER]);
    const { overrides } = (await api.get(`${OVERRIDES}?service=shop`)).body;
    expect(overrides).toEqual([
      expect.objectContaining({ pair: edge.pair, withdrawnAt: new Date(NOON).toISOString() }),
    ]);
    expect((await api.get(`${OVERRIDES}?service=other`)).body.overrides).toEqual([]);
  });

  it("a word about another service changes nothing", async () => {
    const [edge] = (await api.get(`/api/v1/findings/${WATERFALL}`)).body.edges;
    await api.post(OVERRIDES, { service: "other", says: "needed", pair: edge.pair, reason: "x" });
    expect(await listed()).toEqual([WATERFALL, SMALLER]);
  });

  it("refuses words that name nothing, or no reason", async () => {
    const bodies = [
      { service: "shop", says: "needed", reason: "x" },
      { service: "shop", says: "reads", reason: "x" },
      { service: "shop", says: "reads", pair: "p", reason: "x" },
      { service: "shop", says: "needed", pair: "p", call: "GET x", reason: "x" },
      { service: "shop", says: "needed", pair: "p", reason: "  " },
    ];
    for (const body of bodies) expect((await api.post(OVERRIDES, body)).status).toBe(400);
    expect((await api.post(`${OVERRIDES}/ovr_none/withdraw`, {})).status).toBe(404);
  });

  it("takes no more than its bound", async () => {
    const word = { service: "shop", says: "reads", call: "POST a", reason: "x", by: "kim" } as const;
    const row = JSON.stringify({ id: "x", ...word, at: new Date(NOON).toISOString() });
    await api.store.putAlertRows(
      Array.from({ length: MAX_OVERRIDES }, (_all, index) => ({
        kind: "override",
        key: `ovr_${index}`,
        at: NOON,
        scope: "shop",
        body: row,
      })),
    );
    expect((await api.post(OVERRIDES, { service: "shop", says: "reads", call: "POST b", reason: "x" })).status).toBe(
      409,
    );
  });
});

it("a call said to read is judged as one by the requests since then, and never before", async () => {
  const api = await openApi("memory");
  let now = NOON;
  const analyst = new Analyst({ store: api.store, sources: noSources, clock: () => now });
  let batches = 0;
  const request = async (): Promise<void> => {
    batches += 1;
    const spans = quoteRequest(`t${batches}`);
    const { rows, documents } = await analyst.analyse(await analyst.requests(spans), spans);
    const { requests, hits, counts } = rows;
    const counters = counterRows(counts);
    await api.store.writeBatch({ id: `b${batches}`, requests, hits, counters, documents, traces: [] });
  };
  const verdict = async () => {
    const path = `/api/v1/pairs?service=shop&env=test&route=${encodeURIComponent(routeKey("GET", "/cart"))}`;
    const [pair] = (await api.get(path)).body.pairs;
    return [pair.verdict, pair.channels.order.state, pair.channels.order.reason];
  };
  await request();
  expect(await verdict()).toEqual(["ordered", "present", "order.later-writes"]);
  const word = { service: "shop", says: "reads", call: "POST api.internal/quote", reason: "prices only" };
  const { id } = (await api.post(OVERRIDES, word)).body;
  expect(await verdict()).toEqual(["unknown", "unobserved", "order.effect-unknown"]);
  now += 5_000;
  await request();
  expect(await verdict()).toEqual(["unknown", "absent", "order.said-to-read"]);
  await api.post(`${OVERRIDES}/${id}/withdraw`, {});
  expect(await verdict()).toEqual(["ordered", "present", "order.later-writes"]);
  now += 5_000;
  await request();
  expect(await verdict()).toEqual(["ordered", "present", "order.later-writes"]);
  await api.close();
});

it("a store that fails does not make the analysis forget what was said", async () => {
  const api = await openApi("memory");
  let now = NOON;
  await new OverrideBook(api.store, () => now).put({
    service: "shop",
    says: "reads",
    call: "POST api.internal/quote",
    reason: "prices only",
    by: "kim",
  });
  const alertRows = api.store.alertRows.bind(api.store);
  let broken = false;
  const store = Object.assign(Object.create(api.store) as typeof api.store, {
    alertRows: (query: Parameters<typeof alertRows>[0]) =>
      broken ? Promise.reject(new Error("the disk is gone")) : alertRows(query),
    counters: api.store.counters.bind(api.store),
  });
  const analyst = new Analyst({ store, sources: noSources, clock: () => now });
  const effects = async () => (await analyst.requests(quoteRequest("t1")))[0]?.calls.map(({ effect }) => effect);
  expect(await effects()).toEqual(["read", "read"]);
  broken = true;
  now += 60_000;
  expect(await effects()).toEqual(["read", "read"]);
  await api.close();
});

/** A reader that knows no file, as for spans of another SDK. */
const noSources: SourceReader = {
  put: async () => {},
  frames: async (_build, stacks) => stacks.map(() => []),
  facts: async () => [],
  advice: async () => ({ code: [] }),
  close: async () => {},
};

/** `GET /cart`: reads the items, then asks for a quote. */
function quoteRequest(traceId: string): readonly Span[] {
  const start = NOON * 1000;
  const span = (spanId: string, over: Partial<Span>): Span => ({
    traceId,
    spanId,
    scope: "test",
    name: spanId,
    kind: "client",
    start,
    end: start + 100_000,
    status: "unset",
    attributes: {},
    events: [],
    links: [],
    resource: { service: "shop", env: "test", version: "1" },
    ...over,
  });
  const call = (spanId: string, method: string, path: string, from: number, to: number): Span =>
    span(spanId, {
      parentSpanId: "root",
      start: start + from,
      end: start + to,
      attributes: { "http.request.method": method, "url.full": `http://api.internal${path}` },
    });
  return [
    span("root", { kind: "server", attributes: { "http.request.method": "GET", "http.route": "/cart" } }),
    call("items", "GET", "/items", 0, 40_000),
    call("quote", "POST", "/quote", 41_000, 90_000),
  ];
}
