import assert from "node:assert/strict";
import { DAY_MS } from "../day.ts";
import type { FindingState } from "../port.ts";
import { batch, hit, NOON, request } from "../testing.ts";
import { type OpenStore, type TestCase, withStore } from "./subject.ts";

const ALWAYS = { from: 0, to: NOON + 30 * DAY_MS };

export function stateCases(it: TestCase, open: OpenStore): void {
  it("keeps who decided what about a finding, and every decision before", () =>
    withStore(open, async (store, subject) => {
      const snoozed: FindingState = {
        fingerprint: "f1",
        status: "snoozed",
        reason: "after the sale",
        until: NOON + DAY_MS,
        by: "kim",
        at: NOON,
        history: [{ at: NOON, status: "snoozed", by: "kim", reason: "after the sale", version: "v1" }],
      };
      await store.putFindingState(snoozed);
      const accepted: FindingState = {
        fingerprint: "f1",
        status: "accepted",
        reason: "legacy",
        by: "lee",
        at: NOON + 1,
        history: [...snoozed.history, { at: NOON + 1, status: "accepted", by: "lee", reason: "legacy" }],
      };
      await store.putFindingState(accepted);
      await store.putFindingState({ ...snoozed, fingerprint: "f0" });
      const again = await subject.reopen();
      assert.deepEqual(await again.findingState("f1"), accepted);
      assert.equal(await again.findingState("f2"), undefined);
      assert.deepEqual(
        (await again.findingStates()).map(({ fingerprint }) => fingerprint),
        ["f0", "f1"],
      );
    }));

  it("counts presence per version over whole days", () =>
    withStore(open, async (store) => {
      const requests = [
        request({ ts: NOON }),
        request({ ts: NOON + DAY_MS }),
        request({ ts: NOON + DAY_MS, version: "v2" }),
        request({ ts: NOON + DAY_MS, version: "v2", sign: -1 }),
      ];
      const hits = [hit({ ts: NOON + 7 }), hit({ ts: NOON + DAY_MS + 9, version: "v2" })];
      await store.writeBatch(batch("a", { requests, hits }));
      const where = { service: "shop", env: "staging", routeKey: "GET /cart" };
      assert.deepEqual(await store.presence(ALWAYS), {
        routes: [{ ...where, version: "v1", requests: 2, firstSeen: NOON, lastSeen: NOON + DAY_MS }],
        findings: [
          {
            fingerprint: hit().fingerprint,
            ...where,
            version: "v1",
            requests: 1,
            firstSeen: NOON + 7,
            lastSeen: NOON + 7,
          },
          {
            fingerprint: hit().fingerprint,
            ...where,
            version: "v2",
            requests: 1,
            firstSeen: NOON + DAY_MS + 9,
            lastSeen: NOON + DAY_MS + 9,
          },
        ],
      });
      const oneDay = await store.presence({ from: NOON, to: NOON + 1 });
      assert.equal(oneDay.routes[0]?.requests, 1);
      assert.equal((await store.presence({ ...ALWAYS, env: "production" })).routes.length, 0);
      assert.equal((await store.presence({ ...ALWAYS, fingerprint: "none" })).findings.length, 0);
    }));

  it("orders versions by first request unless a deploy was announced", () =>
    withStore(open, async (store, subject) => {
      const requests = [request({ version: "v1" }), request({ version: "v2", ts: NOON + 1_000 })];
      await store.writeBatch(batch("a", { requests }));
      const app = { service: "shop", env: "staging" };
      const order = async () =>
        (await store.versions(app)).map(({ version, firstSeen }) => [version, firstSeen - NOON]);
      assert.deepEqual(await order(), [
        ["v1", 0],
        ["v2", 1_000],
      ]);
      await store.putDeploy({ ...app, version: "v2", at: NOON - 5_000 });
      await store.putDeploy({ ...app, version: "v3", at: NOON + 9_000 });
      assert.deepEqual(await order(), [
        ["v2", -5_000],
        ["v1", 0],
        ["v3", 9_000],
      ]);
      await store.putDeploy({ ...app, version: "v3", at: NOON + 8_000 });
      const again = await subject.reopen();
      assert.deepEqual((await again.versions({ service: "shop" })).at(-1), {
        ...app,
        version: "v3",
        requests: 0,
        firstSeen: NOON + 8_000,
        lastSeen: NOON + 8_000,
      });
      assert.deepEqual(await again.versions({ service: "other" }), []);
    }));
}
