import assert from "node:assert/strict";
import { DAY_MS, HOUR_MS } from "../day.ts";
import { batch, counter, document, NOON } from "../testing.ts";
import { type OpenStore, type TestCase, withStore } from "./subject.ts";

const ALWAYS = { from: 0, to: NOON + 30 * DAY_MS };

export function evidenceCases(it: TestCase, open: OpenStore): void {
  it("adds evidence counters up and takes corrections off", () =>
    withStore(open, async (store) => {
      const counters = [
        counter({ field: "n", count: 3 }),
        counter({ field: "n", count: 2, ts: NOON + 3 * DAY_MS }),
        counter({ field: "n", count: 1, sign: -1 }),
        counter({ field: "gone", count: 7 }),
        counter({ field: "gone", count: 7, sign: -1 }),
        counter({ field: "data.present", count: 4 }),
      ];
      await store.writeBatch(batch("a", { counters }));
      const [pair, ...others] = await store.counters({ kind: "pair", ...ALWAYS });
      assert.equal(others.length, 0);
      assert.deepEqual(
        pair?.fields,
        new Map([
          ["n", 4],
          ["data.present", 4],
        ]),
      );
    }));

  it("keeps counters of kinds, keys, routes and versions apart", () =>
    withStore(open, async (store) => {
      const counters = [
        counter({ key: "p1" }),
        counter({ key: "p2" }),
        counter({ key: "p1", version: "v2" }),
        counter({ key: "p1", routeKey: "GET /home" }),
        counter({ key: "p1", kind: "shape" }),
      ];
      await store.writeBatch(batch("a", { counters }));
      const keys = async (query: object) =>
        (await store.counters({ kind: "pair", ...ALWAYS, ...query })).map(
          ({ routeKey, version, key }) => `${routeKey} ${version} ${key}`,
        );
      assert.deepEqual(await keys({}), ["GET /cart v1 p1", "GET /cart v1 p2", "GET /cart v2 p1", "GET /home v1 p1"]);
      assert.deepEqual(await keys({ keys: ["p2", "absent"] }), ["GET /cart v1 p2"]);
      assert.deepEqual(await keys({ keys: [] }), []);
      assert.deepEqual(await keys({ version: "v2" }), ["GET /cart v2 p1"]);
      assert.deepEqual(await keys({ routeKey: "GET /home" }), ["GET /home v1 p1"]);
      assert.equal((await store.counters({ kind: "shape", ...ALWAYS })).length, 1);
    }));

  it("rounds windows of counters outwards to whole hours", () =>
    withStore(open, async (store) => {
      await store.writeBatch(batch("a", { counters: [counter(), counter({ ts: NOON + HOUR_MS })] }));
      const count = async (from: number, to: number) =>
        (await store.counters({ kind: "pair", from: NOON + from, to: NOON + to }))[0]?.fields.get("n") ?? 0;
      assert.equal(await count(59 * 60_000, HOUR_MS), 1);
      assert.equal(await count(59 * 60_000, HOUR_MS + 1), 2);
      assert.equal(await count(2 * HOUR_MS, 3 * HOUR_MS), 0);
    }));

  it("returns the newest document of a key, in whatever order they came", () =>
    withStore(open, async (store) => {
      const documents = [
        document({ key: "p1", ts: NOON + 2 * DAY_MS, body: '"newest"' }),
        document({ key: "p1", ts: NOON, body: '"oldest"' }),
        document({ key: "p2", ts: NOON, body: '"tie a"' }),
        document({ key: "p2", ts: NOON, body: '"tie b"' }),
        document({ key: "p1", kind: "shape", body: '"shape"' }),
      ];
      for (const [index, item] of documents.entries())
        await store.writeBatch(batch(`d${index}`, { documents: [item] }));
      const bodies = (await store.documents("pair", ["p2", "p1", "p3"])).map(({ key, body }) => [key, body]);
      assert.deepEqual(bodies, [
        ["p1", '"newest"'],
        ["p2", '"tie b"'],
      ]);
      assert.deepEqual(await store.documents("pair", []), []);
    }));

  it("never answers one app with another app's document when asked for one app", () =>
    withStore(open, async (store) => {
      const documents = [
        document({ env: "staging", body: '"staging"' }),
        document({ env: "production", ts: NOON + 1, body: '"production"' }),
      ];
      await store.writeBatch(batch("a", { documents }));
      const body = async (env: string) =>
        (await store.documents("pair", ["p000000000000001"], { service: "shop", env }))[0]?.body;
      assert.equal(await body("staging"), '"staging"');
      assert.equal(await body("production"), '"production"');
      assert.equal(await body("development"), undefined);
      assert.equal((await store.documents("pair", ["p000000000000001"]))[0]?.body, '"production"');
    }));
}
