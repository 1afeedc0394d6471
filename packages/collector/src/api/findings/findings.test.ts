import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../store/day.ts";
import { NOON } from "../../store/testing.ts";
import { type ApiServer, openApi, type StoreKind } from "../testing/api-server.ts";
import { FILE, RARE, seed, seedShop, SMALLER, traceIdOf, WATERFALL } from "../testing/seed.ts";

const KINDS: readonly StoreKind[] = ["memory", "sqlite"];
const DASHBOARD = encodeURIComponent("GET /dashboard");

describe.each(KINDS)("the API on the %s store", (kind) => {
  let api: ApiServer;

  beforeEach(async () => {
    api = await openApi(kind);
  });
  afterEach(() => api.close());

  describe("findings", () => {
    it("lists open, proven findings with their place, calls and evidence", async () => {
      await seedShop(api.store);
      const { body } = await api.get("/api/v1/findings");
      expect(body.schemaVersion).toBe(1);
      expect(body.findings.map((f: { fingerprint: string }) => f.fingerprint)).toEqual([WATERFALL, SMALLER]);
      const [finding] = body.findings;
      expect(finding).toMatchObject({
        kind: "serial",
        tier: "proven",
        status: "new",
        service: "shop",
        env: "staging",
        routes: ["GET /dashboard"],
        startTogether: [[0, 1]],
        requests: 40,
        version: "v1",
        place: { file: FILE, line: 14, function: "getUser" },
        patch: expect.stringContaining("+++"),
        firstSeen: new Date(NOON - HOUR_MS).toISOString(),
      });
      expect(finding.calls[1]).toMatchObject({ call: "GET api.internal/offers", file: FILE, line: 15 });
      expect(finding.edges).toHaveLength(1);
      expect(finding.edges[0]).toMatchObject({ from: 0, to: 1, verdict: "independent", tier: "proven" });
      expect(Object.keys(finding.edges[0].channels)).toEqual(["data", "control", "order", "pace", "source"]);
    });

    it("keeps candidates apart until enough requests showed them", async () => {
      await seed(api.store, { routeKey: "GET /reports", requests: 29, fingerprint: RARE });
      const listed = async (query = "") =>
        (await api.get(`/api/v1/findings${query}`)).body.findings.map((f: { status: string }) => f.status);
      expect(await listed()).toEqual([]);
      expect(await listed("?status=candidate")).toEqual(["candidate"]);
      await seed(api.store, { routeKey: "GET /reports", requests: 1, fingerprint: RARE, at: NOON - MINUTE_MS });
      expect(await listed()).toEqual(["new"]);
    });

    it("lists those of code that several routes share", async () => {
      for (const routeKey of ["GET /a", "GET /b"]) await seed(api.store, { routeKey, requests: 40, fingerprint: RARE });
      await seed(api.store, { routeKey: "GET /alone", requests: 40, fingerprint: SMALLER });
      const fingerprints = async (query: string) =>
        (await api.get(`/api/v1/findings?${query}`)).body.findings.map(
          (one: { fingerprint: string }) => one.fingerprint,
        );
      expect(await fingerprints("minRoutes=1")).toHaveLength(2);
      expect(await fingerprints("minRoutes=2")).toEqual([RARE]);
      expect(await fingerprints("minRoutes=3")).toEqual([]);
    });

    it("believes one request of a proven finding in development", async () => {
      await seed(api.store, { routeKey: "GET /x", requests: 1, fingerprint: RARE, env: "development" });
      expect((await api.get("/api/v1/findings")).body.findings).toHaveLength(1);
    });

    it("leaves savings below the floor among the candidates", async () => {
      await seed(api.store, { routeKey: "GET /x", requests: 40, fingerprint: RARE, saved: 9 });
      await seed(api.store, { routeKey: "GET /y", requests: 40, fingerprint: SMALLER, saved: 40, duration: 1_000 });
      expect((await api.get("/api/v1/findings")).body.findings).toEqual([]);
      expect((await api.get("/api/v1/findings?status=candidate")).body.total).toBe(2);
    });

    it("tells a wait that is too short from one that too few requests showed", async () => {
      await seed(api.store, { routeKey: "GET /x", requests: 40, fingerprint: RARE, saved: 9 });
      await seed(api.store, { routeKey: "GET /y", requests: 5, fingerprint: SMALLER, saved: 40 });
      const { routes } = (await api.get("/api/v1/routes?sort=name")).body;
      expect(routes).toMatchObject([{ notWorthIt: 1 }, { candidates: 1 }]);
      expect(routes[0]).not.toHaveProperty("candidates");
      expect(routes[1]).not.toHaveProperty("notWorthIt");
    });

    it("withdraws a finding as soon as one request shows that the value is needed", async () => {
      await seed(api.store, { routeKey: "GET /dashboard", requests: 40, fingerprint: WATERFALL });
      await seed(api.store, { routeKey: "GET /dashboard", requests: 1, pair: "data", at: NOON - MINUTE_MS });
      expect((await api.get("/api/v1/findings?status=all")).body.findings).toEqual([]);
      const [route] = (await api.get("/api/v1/routes")).body.routes;
      expect(route).toMatchObject({ findings: 0, waitPerMinute: 0 });
      const { body } = await api.get(`/api/v1/findings/${WATERFALL}`);
      expect(body).toMatchObject({ tier: "unknown", edges: [{ verdict: "data" }] });
      expect(body.patch).toBeUndefined();
      expect((await api.get("/api/v1/findings?status=all&tier=unknown")).body.total).toBe(1);
    });

    it("lets evidence expire with the deploy", async () => {
      await seed(api.store, { routeKey: "GET /dashboard", requests: 5, pair: "data", at: NOON - 3 * HOUR_MS });
      await seed(api.store, { routeKey: "GET /dashboard", requests: 40, fingerprint: WATERFALL, version: "v2" });
      expect((await api.get("/api/v1/findings")).body.findings[0]).toMatchObject({ version: "v2", tier: "proven" });
    });

    it("is resolved by enough requests of a newer version without it, stale without traffic, back again later", async () => {
      await seed(api.store, {
        routeKey: "GET /dashboard",
        requests: 40,
        fingerprint: WATERFALL,
        at: NOON - 5 * HOUR_MS,
      });
      const statusNow = async () => (await api.get(`/api/v1/findings/${WATERFALL}`)).body.status;
      await seed(api.store, { routeKey: "GET /dashboard", requests: 29, version: "v2", at: NOON - 3 * HOUR_MS });
      expect(await statusNow()).toBe("new");
      await seed(api.store, { routeKey: "GET /dashboard", requests: 1, version: "v2", at: NOON - 2 * HOUR_MS });
      expect(await statusNow()).toBe("resolved");
      expect((await api.get("/api/v1/findings")).body.findings).toEqual([]);
      const [resolved] = (await api.get("/api/v1/findings?status=resolved")).body.findings;
      expect(resolved).toMatchObject({ fingerprint: WATERFALL, waitPerMinute: 0 });
      await seed(api.store, { routeKey: "GET /dashboard", requests: 2, fingerprint: WATERFALL, at: NOON - HOUR_MS });
      expect(await statusNow(), "an old pod that still runs").toBe("resolved");
      await seed(api.store, {
        routeKey: "GET /dashboard",
        requests: 5,
        fingerprint: WATERFALL,
        version: "v3",
        at: NOON - HOUR_MS,
      });
      expect(await statusNow()).toBe("regressed");
      api.setTime(NOON + 2 * DAY_MS);
      expect(await statusNow()).toBe("stale");
      expect((await api.get("/api/v1/findings?status=stale")).body.total).toBe(1);
    });

    it("is ongoing after a week", async () => {
      await seed(api.store, {
        routeKey: "GET /dashboard",
        requests: 40,
        fingerprint: WATERFALL,
        at: NOON - 8 * DAY_MS,
      });
      await seed(api.store, { routeKey: "GET /dashboard", requests: 4, fingerprint: WATERFALL });
      const [finding] = (await api.get("/api/v1/findings")).body.findings;
      expect(finding).toMatchObject({ status: "ongoing", requests: 4 });
      expect(finding.firstSeen).toBe(new Date(NOON - 8 * DAY_MS).toISOString());
    });

    it("filters by route, kind, file, tier and version, and pages", async () => {
      await seedShop(api.store);
      const found = async (query: string) =>
        (await api.get(`/api/v1/findings?${query}`)).body.findings.map((f: { fingerprint: string }) => f.fingerprint);
      expect(await found(`route=${DASHBOARD}`)).toEqual([WATERFALL]);
      expect(await found("route=/cart")).toEqual([SMALLER]);
      expect(await found("kind=loop,barrier")).toEqual([]);
      expect(await found("kind=serial&file=dashboard/page.tsx")).toEqual([WATERFALL, SMALLER]);
      expect(await found("file=other.tsx")).toEqual([]);
      expect(await found("tier=medium")).toEqual([]);
      expect(await found("version=v2")).toEqual([]);
      expect(await found("status=all&tier=all")).toEqual([WATERFALL, SMALLER, RARE]);
      const first = (await api.get("/api/v1/findings?limit=1")).body;
      const second = (await api.get(`/api/v1/findings?limit=1&cursor=${first.nextCursor}`)).body;
      expect([first.findings[0].fingerprint, second.findings[0].fingerprint]).toEqual([WATERFALL, SMALLER]);
      expect(second.nextCursor).toBeNull();
    });

    it("counts a layout's finding once, with all its routes", async () => {
      await seed(api.store, { routeKey: "GET /a", requests: 40, fingerprint: WATERFALL });
      await seed(api.store, { routeKey: "GET /b", requests: 40, fingerprint: WATERFALL });
      const { body } = await api.get("/api/v1/findings");
      expect(body.findings).toHaveLength(1);
      expect(body.findings[0]).toMatchObject({ routes: ["GET /a", "GET /b"], requests: 80 });
      const { routes } = (await api.get("/api/v1/routes")).body;
      expect(routes.map((r: { findings: number }) => r.findings)).toEqual([1, 1]);
    });

    it("shows one finding with timeline, code, history and what would change our mind", async () => {
      await seedShop(api.store);
      const { status, body } = await api.get(`/api/v1/findings/${WATERFALL}`);
      expect(status).toBe(200);
      expect(body.schemaVersion).toBe(1);
      expect(body.timeline).toMatchObject({
        schemaVersion: 1,
        traceId: traceIdOf("GET /dashboard"),
        calls: [{ start: 12 }, { start: 184 }],
      });
      expect(body.code[0]).toMatchObject({ file: FILE, marks: [{ line: 14, call: 0 }] });
      expect(body.history).toEqual([{ at: body.firstSeen, status: "new", by: "weir", version: "v1" }]);
      expect(body.wouldChange.length).toBeGreaterThan(0);
      expect(body.exemplars).toHaveLength(1);
      expect(body).toMatchObject({ notes: ["note.runs-anyway"] });
      expect(body).not.toHaveProperty("withheld");
      const none = await api.get("/api/v1/findings/ffffffffffffffff");
      expect([none.status, none.body.error.code]).toEqual([404, "WEIR_FINDING_NOT_FOUND"]);
    });

    it("says why there is no patch", async () => {
      const withheld = "advice.guard-between";
      await seed(api.store, { routeKey: "GET /dashboard", requests: 40, fingerprint: WATERFALL, withheld });
      const { body } = await api.get(`/api/v1/findings/${WATERFALL}`);
      expect(body).toMatchObject({ withheld });
      expect(body).not.toHaveProperty("notes");
      expect(body).not.toHaveProperty("patch");
    });
  });
});
