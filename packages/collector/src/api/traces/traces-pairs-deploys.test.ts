import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR_MS } from "../../store/day.ts";
import { NOON } from "../../store/testing.ts";
import { type ApiServer, openApi, type StoreKind } from "../testing/api-server.ts";
import { seed, seedShop, traceIdOf } from "../testing/seed.ts";

const KINDS: readonly StoreKind[] = ["memory", "sqlite"];

describe.each(KINDS)("the API on the %s store", (kind) => {
  let api: ApiServer;

  beforeEach(async () => {
    api = await openApi(kind);
  });
  afterEach(() => api.close());

  describe("traces, pairs and deploys", () => {
    it("returns the analysed request, and its spans as OTLP and Jaeger JSON", async () => {
      await seedShop(api.store);
      const path = `/api/v1/traces/${traceIdOf("GET /cart")}`;
      const { body } = await api.get(path);
      expect(body).toMatchObject({ schemaVersion: 1, routeKey: "GET /cart", calls: [{ index: 0 }, { index: 1 }] });
      const otlp = await api.get(`${path}?format=otlp`);
      expect(otlp.headers["content-disposition"]).toContain(".otlp.json");
      const [resource] = otlp.body.resourceSpans;
      expect(resource.resource.attributes).toContainEqual({ key: "service.name", value: { stringValue: "shop" } });
      const [server, client] = resource.scopeSpans[0].spans;
      expect(server.startTimeUnixNano).toBe(`${NOON - HOUR_MS}000000`);
      expect(server.kind).toBe(2);
      expect(server.attributes).toContainEqual({ key: "big", value: { intValue: "9007199254740993" } });
      expect(client).toMatchObject({ parentSpanId: server.spanId, kind: 3, status: { code: 2 }, flags: 0x100 });
      const jaeger = await api.get(`${path}?format=jaeger`);
      expect(jaeger.body.data[0]).toMatchObject({
        traceID: traceIdOf("GET /cart"),
        spans: [{ duration: 400_000, processID: "p1" }, { references: [{ refType: "CHILD_OF" }] }],
        processes: { p1: { serviceName: "shop" } },
      });
    });

    it("says when a trace is not there or no trace id", async () => {
      const none = await api.get(`/api/v1/traces/${"a".repeat(32)}`);
      expect([none.status, none.body.error.code]).toEqual([404, "WEIR_TRACE_NOT_FOUND"]);
      expect((await api.get(`/api/v1/traces/${"a".repeat(32)}?format=otlp`)).status).toBe(404);
      const bad = await api.get("/api/v1/traces/xyz");
      expect([bad.status, bad.body.error.code]).toEqual([400, "WEIR_BAD_TRACE_ID"]);
    });

    it("lists every pair of a route with its verdict, also those not flagged", async () => {
      await seedShop(api.store);
      const pairs = async (query: string) => (await api.get(`/api/v1/pairs?${query}`)).body.pairs;
      const [needed] = await pairs(`service=shop&env=staging&route=${encodeURIComponent("GET /order")}`);
      expect(needed).toMatchObject({
        from: { call: "GET api.internal/user" },
        to: { call: "GET api.internal/offers", line: 15 },
        verdict: "data",
        seen: 40,
      });
      expect(needed.wouldChange.length).toBeGreaterThan(0);
      const [unknown] = await pairs("route=/dashboard-fast");
      expect(unknown).toMatchObject({ verdict: "unknown", tier: "unknown" });
      expect(await pairs("route=/nothing")).toEqual([]);
      expect((await pairs("env=staging")).length).toBe(5);
    });

    it("orders versions by deploy and takes announcements", async () => {
      await seed(api.store, { routeKey: "GET /a", requests: 2, version: "v1", at: NOON - 5 * HOUR_MS });
      await seed(api.store, { routeKey: "GET /a", requests: 3, version: "v2" });
      await seed(api.store, { routeKey: "GET /a", requests: 3, version: "" });
      const order = async () =>
        (await api.get("/api/v1/deploys?service=shop")).body.deploys.map((d: { version: string; requests: number }) => [
          d.version,
          d.requests,
        ]);
      expect(await order()).toEqual([
        ["v2", 3],
        ["v1", 2],
      ]);
      const announced = await api.post("/api/v1/deploys", { service: "shop", env: "staging", version: "v3" });
      expect(announced.body.deploys).toEqual([
        {
          service: "shop",
          env: "staging",
          version: "v3",
          firstSeen: new Date(NOON).toISOString(),
          lastSeen: new Date(NOON).toISOString(),
          requests: 0,
        },
      ]);
      expect(await order()).toEqual([
        ["v3", 0],
        ["v2", 3],
        ["v1", 2],
      ]);
      await api.post("/api/v1/deploys", {
        service: "shop",
        env: "staging",
        version: "v1",
        at: new Date(NOON + 1).toISOString(),
      });
      expect((await order())[0]).toEqual(["v1", 2]);
      expect((await api.post("/api/v1/deploys", { service: "shop", env: "staging" })).status).toBe(400);
    });
  });
});
