import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOON } from "../../store/testing.ts";
import { type ApiServer, openApi, type StoreKind } from "../testing/api-server.ts";
import { HELLO } from "../testing/hello.ts";
import { seedShop } from "../testing/seed.ts";

const KINDS: readonly StoreKind[] = ["memory", "sqlite"];

describe.each(KINDS)("the API on the %s store", (kind) => {
  let api: ApiServer;

  beforeEach(async () => {
    api = await openApi(kind);
  });
  afterEach(() => api.close());

  describe("status, hello and sources", () => {
    it("tells how store, ingest and agents are", async () => {
      await seedShop(api.store);
      expect((await api.post("/api/v1/hello", { ...HELLO, somethingNewer: 1 })).status).toBe(200);
      const { body } = await api.get("/api/v1/status");
      expect(body).toMatchObject({
        schemaVersion: 1,
        version: "0.1.0",
        store: { kind, ok: true },
        ingest: { spans: 12, requests: 3, dropped: 0, duplicates: 1, lagMs: 4 },
        agents: [
          {
            service: "shop",
            env: "development",
            version: "v1",
            lastSeen: new Date(NOON).toISOString(),
            evidence: HELLO.evidence,
          },
        ],
        coverage: { analysedShare: 0.96 },
      });
    });

    it("takes sources, gzipped or not", async () => {
      const upload = {
        service: "shop",
        env: "staging",
        files: [{ path: "/app/.next/server/page.js", map: "{}", root: "/app" }],
      };
      expect((await api.post("/api/v1/sources", upload)).status).toBe(200);
      const zipped = gzipSync(JSON.stringify({ ...upload, version: "v1" }));
      expect((await api.post("/api/v1/sources", zipped, { "content-encoding": "gzip" })).status).toBe(200);
      expect(api.sources).toEqual([
        [{ service: "shop", env: "staging", version: "" }, upload.files],
        [{ service: "shop", env: "staging", version: "v1" }, upload.files],
      ]);
    });
  });
});
