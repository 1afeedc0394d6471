import assert from "node:assert/strict";
import { quantile } from "@weir/core";
import { HOUR_MS, MINUTE_MS } from "../day.ts";
import { batch, hexId, hit, NOON, request } from "../testing.ts";
import { type OpenStore, type TestCase, withStore } from "./subject.ts";

const DAY = { from: NOON - 12 * HOUR_MS, to: NOON + 12 * HOUR_MS };
const MIDNIGHT = NOON + 12 * HOUR_MS;

export function aggregateCases(it: TestCase, open: OpenStore): void {
  it("answers every question about nothing with nothing", () =>
    withStore(open, async (store) => {
      assert.deepEqual(await store.routes(DAY), []);
      assert.deepEqual(await store.findings(DAY), []);
      assert.deepEqual(await store.presence(DAY), { routes: [], findings: [] });
      assert.deepEqual(await store.versions({}), []);
      assert.equal((await store.health()).ok, true);
      assert.equal(await store.hasBatch("none"), false);
    }));

  it("counts requests and errors and keeps quantiles within one percent", () =>
    withStore(open, async (store) => {
      const requests = Array.from({ length: 100 }, (_, i) =>
        request({
          ts: NOON + i * 1_000,
          duration: (i + 1) * 1_000,
          error: i % 10 === 0,
          savedLow: i < 50 ? 0 : 40_000,
        }),
      );
      await store.writeBatch(batch("a", { requests }));
      const [route, ...others] = await store.routes(DAY);
      assert.equal(others.length, 0);
      assert.ok(route);
      assert.equal(route.requests, 100);
      assert.equal(route.errors, 10);
      assert.equal(route.method, "GET");
      assert.equal(route.route, "/cart");
      assert.equal(route.firstSeen, NOON);
      assert.equal(route.lastSeen, NOON + 99_000);
      assertNear(quantile(route.duration, 0.5), 50_000);
      assertNear(quantile(route.duration, 0.95), 95_000);
      assert.equal(quantile(route.savedLow, 0.25), 0, "no saving stays exactly zero");
      assertNear(quantile(route.savedLow, 0.95), 40_000);
    }));

  it("says what came late for hours that were asked about before", () =>
    withStore(open, async (store) => {
      const [early, noon] = [{ ts: NOON - 4 * HOUR_MS }, { ts: NOON }];
      const asked = async (): Promise<readonly (readonly [string, number, number])[]> => {
        const found = [...(await store.routes(DAY)), ...(await store.findings(DAY))];
        return found.map(({ routeKey, requests, duration }) => [
          routeKey,
          requests,
          Math.round(quantile(duration, 1) / 1e5),
        ]);
      };
      await store.writeBatch(batch("a", { requests: [request(early), request(noon)], hits: [hit(early), hit(noon)] }));
      const before = [
        ["GET /cart", 2, 2],
        ["GET /cart", 2, 2],
      ];
      assert.deepEqual(await asked(), before);
      assert.deepEqual(await asked(), before);
      const late = { ...early, duration: 500_000 };
      await store.writeBatch(
        batch("b", { requests: [request(late), request({ ...noon, sign: -1 })], hits: [hit(late)] }),
      );
      assert.deepEqual(await asked(), [
        ["GET /cart", 2, 5],
        ["GET /cart", 3, 5],
      ]);
      await store.writeBatch(batch("c", { requests: [request({ ...early, routeKey: "GET /new" })] }));
      assert.deepEqual(await asked(), [
        ["GET /cart", 2, 5],
        ["GET /new", 1, 2],
        ["GET /cart", 3, 5],
      ]);
    }));

  it("changes nothing when a batch is written again", () =>
    withStore(open, async (store) => {
      const first = batch("a", { requests: [request(), request({ duration: 300_000 })], hits: [hit()] });
      await store.writeBatch(first);
      const before = await store.routes(DAY);
      await store.writeBatch(first);
      await store.writeBatch(batch("b", { requests: [request({ routeKey: "GET /other" })] }));
      await store.writeBatch(first);
      const after = await store.routes({ ...DAY, routeKey: "GET /cart" });
      assert.deepEqual(after, before);
      assert.equal((await store.findings(DAY))[0]?.requests, 1);
      assert.equal(await store.hasBatch("a"), true);
      assert.equal(await store.hasBatch("c"), false);
    }));

  it("takes a corrected row back, also before the row itself arrives", () =>
    withStore(open, async (store) => {
      const wrong = request({ duration: 900_000, error: true });
      await store.writeBatch(batch("late", { requests: [{ ...wrong, sign: -1 }, request({ duration: 100_000 })] }));
      await store.writeBatch(batch("early", { requests: [wrong, request({ duration: 100_000 })] }));
      const [route] = await store.routes(DAY);
      assert.equal(route?.requests, 2);
      assert.equal(route.errors, 0);
      assertNear(quantile(route.duration, 1), 100_000);
    }));

  it("leaves out a route whose every row was taken back", () =>
    withStore(open, async (store) => {
      await store.writeBatch(batch("a", { requests: [request()], hits: [hit()] }));
      await store.writeBatch(batch("b", { requests: [request({ sign: -1 })], hits: [hit({ sign: -1 })] }));
      assert.deepEqual(await store.routes(DAY), []);
      assert.deepEqual(await store.findings(DAY), []);
      assert.deepEqual(await store.presence(DAY), { routes: [], findings: [] });
    }));

  it("splits a batch over midnight and joins it again in a window over midnight", () =>
    withStore(open, async (store) => {
      const requests = [request({ ts: MIDNIGHT - 1 }), request({ ts: MIDNIGHT })];
      await store.writeBatch(batch("a", { requests }));
      assert.equal(await store.hasBatch("a"), true);
      const count = async (from: number, to: number) => (await store.routes({ from, to }))[0]?.requests ?? 0;
      assert.equal(await count(MIDNIGHT - HOUR_MS, MIDNIGHT), 1);
      assert.equal(await count(MIDNIGHT, MIDNIGHT + HOUR_MS), 1);
      assert.equal(await count(MIDNIGHT - HOUR_MS, MIDNIGHT + HOUR_MS), 2);
    }));

  it("rounds windows outwards to whole minutes, also inside an hour", () =>
    withStore(open, async (store) => {
      const requests = [0, 1, 2, 61, 62].map((minute) => request({ ts: NOON + minute * MINUTE_MS + 30_000 }));
      await store.writeBatch(batch("a", { requests }));
      const count = async (from: number, to: number) =>
        (await store.routes({ from: NOON + from, to: NOON + to }))[0]?.requests ?? 0;
      assert.equal(await count(MINUTE_MS, 2 * MINUTE_MS), 1);
      assert.equal(await count(MINUTE_MS + 59_000, 2 * MINUTE_MS + 1), 2, "both edges lie inside a minute");
      assert.equal(await count(MINUTE_MS, 62 * MINUTE_MS), 3, "two part hours");
      assert.equal(await count(MINUTE_MS, 3 * HOUR_MS), 4, "a part hour and whole ones");
    }));

  it("keeps apps, versions and methods apart", () =>
    withStore(open, async (store) => {
      const requests = [
        request({ service: "shop", env: "staging" }),
        request({ service: "shop", env: "production" }),
        request({ service: "admin", env: "staging", routeKey: "POST /cart" }),
        request({ version: "v2" }),
      ];
      await store.writeBatch(batch("a", { requests }));
      assert.equal((await store.routes(DAY)).length, 3);
      assert.equal((await store.routes({ ...DAY, service: "shop" })).length, 2);
      assert.deepEqual(
        (await store.routes({ ...DAY, service: "shop", env: "staging" })).map((route) => route.requests),
        [2],
      );
      assert.equal((await store.routes({ ...DAY, version: "v2" }))[0]?.requests, 1);
      assert.equal((await store.routes({ ...DAY, method: "POST" }))[0]?.service, "admin");
      const versions = await store.routes({ ...DAY, service: "shop", env: "staging", perVersion: true });
      assert.deepEqual(
        versions.map(({ version, requests }) => [version, requests]),
        [
          ["v1", 1],
          ["v2", 1],
        ],
      );
    }));

  it("keeps any text apart that is not equal", () =>
    withStore(open, async (store) => {
      const keys = [
        "GET /a",
        "GET /A",
        "GET /a ",
        "GET /'; DROP TABLE requests; --",
        "GET /\u{1F600}",
        "GET /a%",
        "GET /é",
        "GET /e\u0301",
      ];
      await store.writeBatch(batch("a", { requests: keys.map((routeKey) => request({ routeKey })) }));
      const found = (await store.routes(DAY)).map(({ routeKey }) => routeKey);
      assert.deepEqual(found, keys.toSorted());
      for (const routeKey of keys) assert.equal((await store.routes({ ...DAY, routeKey })).length, 1, routeKey);
    }));

  it("draws a series in steps of minutes and of hours", () =>
    withStore(open, async (store) => {
      const requests = [0, 1, 4, 5, 65].map((minute) => request({ ts: NOON + minute * MINUTE_MS }));
      await store.writeBatch(batch("a", { requests }));
      const where = { service: "shop", env: "staging", routeKey: "GET /cart", from: NOON, to: NOON + 2 * HOUR_MS };
      const points = async (step: number) =>
        (await store.routeSeries({ ...where, step })).map(({ at, requests }) => [at - NOON, requests]);
      assert.deepEqual(await points(5 * MINUTE_MS), [
        [0, 3],
        [5 * MINUTE_MS, 1],
        [65 * MINUTE_MS, 1],
      ]);
      assert.deepEqual(await points(HOUR_MS), [
        [0, 4],
        [HOUR_MS, 1],
      ]);
      await assert.rejects(points(1_000), RangeError);
    }));

  it("lists a finding once per route and version", () =>
    withStore(open, async (store) => {
      const hits = [
        hit(),
        hit({ ts: NOON + 5 }),
        hit({ routeKey: "GET /home" }),
        hit({ version: "v2" }),
        hit({ fingerprint: hexId(2, 16) }),
      ];
      await store.writeBatch(batch("a", { hits }));
      const rows = await store.findings({ ...DAY, fingerprint: "f000000000000001" });
      assert.deepEqual(
        rows.map(({ routeKey, version, requests }) => [routeKey, version, requests]),
        [
          ["GET /cart", "v1", 2],
          ["GET /cart", "v2", 1],
          ["GET /home", "v1", 1],
        ],
      );
      assertNear(quantile(rows[0]?.savedLow ?? new Map(), 0.5), 90_000);
      assert.equal((await store.findings({ ...DAY, routeKey: "GET /home" })).length, 1);
      assert.equal((await store.findings({ ...DAY, version: "v2" })).length, 1);
    }));
}

function assertNear(actual: number | undefined, expected: number): void {
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= expected * 0.0201,
    `${actual} is not near ${expected}`,
  );
}
