import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../store/day.ts";
import { NOON } from "../../store/testing.ts";
import { type ApiServer, openApi, type StoreKind } from "../testing/api-server.ts";
import { seedShop, SMALLER, WATERFALL } from "../testing/seed.ts";

const KINDS: readonly StoreKind[] = ["memory", "sqlite"];

describe.each(KINDS)("the API on the %s store", (kind) => {
  let api: ApiServer;

  beforeEach(async () => {
    api = await openApi(kind);
  });
  afterEach(() => api.close());

  describe("decisions about findings", () => {
    beforeEach(() => seedShop(api.store));
    const path = `/api/v1/findings/${WATERFALL}/status`;

    it("accepts, keeps who, when and why, and reopens", async () => {
      const accepted = await api.post(path, { status: "accepted", reason: "legacy page", by: "kim" });
      expect(accepted.status).toBe(200);
      expect(accepted.body).toMatchObject({ fingerprint: WATERFALL, status: "accepted" });
      expect(
        (await api.get("/api/v1/findings")).body.findings.map((f: { fingerprint: string }) => f.fingerprint),
      ).toEqual([SMALLER]);
      api.setTime(NOON + MINUTE_MS);
      await api.post(path, { status: "open", reason: "changed our mind" });
      const { body } = await api.get(`/api/v1/findings/${WATERFALL}`);
      expect(body.status).toBe("open");
      expect(
        body.history.map((h: { status: string; by: string; reason?: string }) => [h.status, h.by, h.reason]),
      ).toEqual([
        ["new", "weir", undefined],
        ["accepted", "kim", "legacy page"],
        ["open", "api", "changed our mind"],
      ]);
      expect(body.history[1]).toMatchObject({ at: new Date(NOON).toISOString(), version: "v1" });
    });

    it("snoozes until a time and wakes by itself", async () => {
      const until = new Date(NOON + HOUR_MS).toISOString();
      expect((await api.post(path, { status: "snoozed", reason: "sale", until })).body.status).toBe("snoozed");
      expect((await api.get("/api/v1/findings?status=snoozed")).body.total).toBe(1);
      api.setTime(NOON + HOUR_MS);
      expect((await api.get(`/api/v1/findings/${WATERFALL}`)).body.status).toBe("new");
    });

    it("hides what is not a waterfall", async () => {
      await api.post(path, { status: "not-a-waterfall", reason: "needs the session id" });
      expect((await api.get("/api/v1/findings?status=not-a-waterfall")).body.total).toBe(1);
      expect((await api.get("/api/v1/routes?q=GET%20/dashboard&env=staging")).body.routes[0].findings).toBe(0);
    });

    it("loses no decision when several come at once", async () => {
      const all = Array.from({ length: 8 }, (_, index) =>
        api.post(path, { status: "accepted", reason: `reason ${index}` }),
      );
      await Promise.all(all);
      const { history } = (await api.get(`/api/v1/findings/${WATERFALL}`)).body;
      expect(history).toHaveLength(9);
    });
  });
});
