import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../store/day.ts";
import { NOON } from "../../store/testing.ts";
import { type ApiServer, openApi, type StoreKind } from "../testing/api-server.ts";
import { RARE, seed, seedShop, traceIdOf, WATERFALL } from "../testing/seed.ts";

const KINDS: readonly StoreKind[] = ["memory", "sqlite"];
const DASHBOARD = encodeURIComponent("GET /dashboard");

describe.each(KINDS)("the API on the %s store", (kind) => {
  let api: ApiServer;

  beforeEach(async () => {
    api = await openApi(kind);
  });
  afterEach(() => api.close());

  describe("trends", () => {
    it("give the median of each step, and nothing where nothing came", async () => {
      const at = NOON - 3 * HOUR_MS;
      await seed(api.store, { routeKey: "GET /a", requests: 4, duration: 200, at });
      await seed(api.store, { routeKey: "GET /a", requests: 4, duration: 400, at: NOON - HOUR_MS });
      const query = `service=shop&env=staging&from=${NOON - 12 * HOUR_MS}&to=${NOON}&route=GET%20/a&route=GET%20/none`;
      const { status, body } = await api.get(`/api/v1/trends?${query}`);
      expect(status).toBe(200);
      expect([body.from, body.step]).toEqual([new Date(NOON - 12 * HOUR_MS).toISOString(), HOUR_MS / 2]);
      const [a, none] = body.trends;
      expect(a.p50).toHaveLength(24);
      expect(a.p50.findIndex((value: number | null) => value !== null)).toBe(18);
      expect([Math.round(a.p50[18] / 10), Math.round(a.p50[22] / 10)]).toEqual([20, 40]);
      expect(none.p50.every((value: number | null) => value === null)).toBe(true);
    });

    it("are asked for a screen of routes at a time", async () => {
      const many = Array.from({ length: 61 }, (_all, index) => `route=GET%20/${index}`).join("&");
      expect((await api.get(`/api/v1/trends?service=shop&env=staging&${many}`)).status).toBe(400);
      expect((await api.get("/api/v1/trends?route=GET%20/a")).status).toBe(400);
    });
  });

  describe("routes", () => {
    it("lists the worst first, the clean twin and the data chain without findings", async () => {
      await seedShop(api.store);
      const { status, body } = await api.get("/api/v1/routes?env=staging");
      expect(status).toBe(200);
      expect(body.schemaVersion).toBe(1);
      expect(body.nextCursor).toBeNull();
      const rows = body.routes.map((r: { key: string; findings: number }) => [r.key, r.findings]);
      expect(rows).toEqual([
        ["GET /dashboard", 1],
        ["GET /cart", 1],
        ["GET /dashboard-fast", 0],
        ["GET /order", 0],
        ["GET /reports", 0],
      ]);
      const [dashboard, , fast] = body.routes;
      expect(dashboard).toMatchObject({
        service: "shop",
        env: "staging",
        method: "GET",
        route: "/dashboard",
        requests: 40,
        since: "v1",
      });
      expect(dashboard.p50).toBeGreaterThan(396);
      expect(dashboard.p50).toBeLessThan(404);
      expect(dashboard.saved.p50.low).toBeGreaterThan(168);
      expect(dashboard.saved.p50.high).toBeGreaterThan(dashboard.saved.p50.low);
      expect(dashboard.saved.share).toBeCloseTo(170 / 400, 1);
      expect(dashboard.waitPerMinute).toBeGreaterThan(100);
      expect(fast).toMatchObject({ waitPerMinute: 0, saved: { p50: { low: 0, high: 0 }, share: 0 } });
      expect(body.routes.at(-1)).toMatchObject({ candidates: 1, waitPerMinute: 0 });
    });

    it("divides requests by the minutes that were observed, not by the whole window", async () => {
      await seed(api.store, { routeKey: "GET /a", requests: 30, at: NOON - 10 * MINUTE_MS });
      const [route] = (await api.get("/api/v1/routes")).body.routes;
      expect(route.requestsPerMinute).toBe(3);
      await seed(api.store, { routeKey: "GET /b", requests: 30, at: NOON - 30_000 });
      const now = (await api.get("/api/v1/routes?q=/b")).body.routes;
      expect(now[0].requestsPerMinute).toBe(30);
    });

    it("filters by app, version, method, time and text", async () => {
      await seedShop(api.store);
      await seed(api.store, {
        routeKey: "POST /cart",
        requests: 2,
        service: "admin",
        version: "v7",
        at: NOON - 5 * HOUR_MS,
      });
      const keys = async (query: string) =>
        (await api.get(`/api/v1/routes?${query}`)).body.routes.map((r: { key: string }) => r.key).sort();
      expect(await keys("service=admin")).toEqual(["POST /cart"]);
      expect(await keys("env=production")).toEqual(["GET /dashboard"]);
      expect(await keys("version=v7")).toEqual(["POST /cart"]);
      expect(await keys("method=post")).toEqual(["POST /cart"]);
      expect(await keys("q=CART")).toEqual(["GET /cart", "POST /cart"]);
      expect(await keys(`env=staging&q=dashboard/page.tsx`)).toEqual(["GET /cart", "GET /dashboard", "GET /reports"]);
      expect(await keys("env=staging&tier=listed")).toEqual(["GET /cart", "GET /dashboard"]);
      expect(await keys("env=staging&tier=medium,speculative")).toEqual([]);
      const to = new Date(NOON - 4 * HOUR_MS).toISOString();
      expect(await keys(`to=${to}&from=${NOON - 6 * HOUR_MS}`)).toEqual(["POST /cart"]);
      expect(await keys(`from=${new Date(NOON - 9 * DAY_MS).toISOString()}&to=${NOON - DAY_MS}`)).toEqual([]);
    });

    it("goes on where a page ended, also when rows arrive in between", async () => {
      for (let index = 0; index < 7; index += 1)
        await seed(api.store, { routeKey: `GET /r${index}`, requests: index + 1 });
      const first = (await api.get("/api/v1/routes?sort=requests&limit=3")).body;
      expect(first.routes.map((r: { key: string }) => r.key)).toEqual(["GET /r6", "GET /r5", "GET /r4"]);
      expect(first.total).toBe(7);
      await seed(api.store, { routeKey: "GET /busy", requests: 50 });
      const second = (await api.get(`/api/v1/routes?sort=requests&limit=3&cursor=${first.nextCursor}`)).body;
      expect(second.routes.map((r: { key: string }) => r.key)).toEqual(["GET /r3", "GET /r2", "GET /r1"]);
      const last = (await api.get(`/api/v1/routes?sort=requests&limit=3&cursor=${second.nextCursor}`)).body;
      expect(last.routes.map((r: { key: string }) => r.key)).toEqual(["GET /r0"]);
      expect(last.nextCursor).toBeNull();
    });

    it("sorts by any column and turns an order round", async () => {
      await seed(api.store, { routeKey: "GET /b", requests: 3, duration: 100 });
      await seed(api.store, { routeKey: "GET /a", requests: 1, duration: 900 });
      await seed(api.store, { routeKey: "GET /c", requests: 2, duration: 500 });
      const order = async (sort: string) =>
        (await api.get(`/api/v1/routes?sort=${sort}`)).body.routes.map((r: { route: string }) => r.route).join("");
      expect(await order("name")).toBe("/a/b/c");
      expect(await order("-name")).toBe("/c/b/a");
      expect(await order("p95")).toBe("/a/c/b");
      expect(await order("requests")).toBe("/b/c/a");
      expect(await order("-requests")).toBe("/a/c/b");
    });

    it("claims no saving of a finding that is not listed", async () => {
      await seed(api.store, { routeKey: "GET /dashboard", requests: 40, fingerprint: WATERFALL });
      await seed(api.store, {
        routeKey: "GET /dashboard",
        requests: 5,
        fingerprint: RARE,
        saved: 300,
        at: NOON - 90 * MINUTE_MS,
      });
      const [route] = (await api.get("/api/v1/routes")).body.routes;
      expect(route).toMatchObject({ findings: 1, candidates: 1, requests: 45 });
      expect(route.saved.p95.low).toBeLessThan(175);
      await api.post(`/api/v1/findings/${WATERFALL}/status`, { status: "accepted", reason: "known" });
      const [accepted] = (await api.get("/api/v1/routes")).body.routes;
      expect(accepted).toMatchObject({ findings: 0, waitPerMinute: 0, saved: { share: 0 } });
    });

    it("shows one route with its series, distribution, shapes, versions, findings and exemplars", async () => {
      await seedShop(api.store);
      await seed(api.store, {
        routeKey: "GET /dashboard",
        requests: 4,
        version: "v2",
        at: NOON - 2 * MINUTE_MS,
        duration: 300,
      });
      const { status, body } = await api.get(`/api/v1/routes/${DASHBOARD}?env=staging`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ schemaVersion: 1, key: "GET /dashboard", requests: 44 });
      expect(body.series.reduce((sum: number, point: { requests: number }) => sum + point.requests, 0)).toBe(44);
      expect(body.histogram.reduce((sum: number, bar: { count: number }) => sum + bar.count, 0)).toBe(44);
      expect(body.shapes).toEqual([{ calls: ["GET api.internal/user", "GET api.internal/offers"], requests: 44 }]);
      expect(body.versions.map((v: { version: string; requests: number }) => [v.version, v.requests])).toEqual([
        ["v2", 4],
        ["v1", 40],
      ]);
      expect(body.findingList.map((f: { fingerprint: string }) => f.fingerprint)).toEqual([WATERFALL]);
      expect(body.exemplars.map((e: { traceId: string }) => e.traceId)).toContain(traceIdOf("GET /dashboard"));
    });

    it("answers for the app where people wait most when several have the route, else 404", async () => {
      await seedShop(api.store);
      expect((await api.get(`/api/v1/routes/${DASHBOARD}`)).body.env).toBe("staging");
      expect((await api.get(`/api/v1/routes/${DASHBOARD}?env=production`)).body.requests).toBe(5);
      const none = await api.get("/api/v1/routes/GET%20%2Fnothing");
      expect(none.status).toBe(404);
      expect(none.body.error.code).toBe("WEIR_ROUTE_NOT_FOUND");
    });
  });
});
