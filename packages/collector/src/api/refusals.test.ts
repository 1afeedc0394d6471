import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOON } from "../store/testing.ts";
import { MAX_SOURCES_BODY } from "./agents/take-sources.ts";
import { MAX_UNPACKED_BODY } from "./json-body.ts";
import { type ApiServer, openApi } from "./testing/api-server.ts";
import { HELLO } from "./testing/hello.ts";
import { seed, seedShop, WATERFALL } from "./testing/seed.ts";

describe("the API", () => {
  let api: ApiServer;

  beforeEach(async () => {
    api = await openApi("memory");
  });
  afterEach(() => api.close());

  describe("a decision", () => {
    beforeEach(() => seedShop(api.store));
    const path = `/api/v1/findings/${WATERFALL}/status`;

    it.each([
      ["no reason", { status: "accepted" }, "WEIR_INVALID_INPUT"],
      ["a blank reason", { status: "accepted", reason: "  " }, "WEIR_INVALID_INPUT"],
      ["a status only the collector gives", { status: "resolved", reason: "x" }, "WEIR_INVALID_INPUT"],
      ["an until in the past", { status: "snoozed", reason: "x", until: "2020-01-01T00:00:00Z" }, "WEIR_INVALID_INPUT"],
      [
        "an until that does not fit",
        { status: "open", reason: "x", until: "2030-01-01T00:00:00Z" },
        "WEIR_INVALID_INPUT",
      ],
      ["an unknown key", { status: "open", reason: "x", force: true }, "WEIR_UNKNOWN_KEY"],
      ["a body that is no object", ["open"], "WEIR_INVALID_INPUT"],
      ["a body that is no JSON", "{status", "WEIR_BAD_JSON"],
    ])("refuses %s", async (_name, body, code) => {
      const answer = await api.post(path, body);
      expect([answer.status, answer.body.error.code]).toEqual([400, code]);
      expect((await api.get(`/api/v1/findings/${WATERFALL}`)).body.status).toBe("new");
    });

    it("refuses what is not JSON by type, and a finding nobody ever saw", async () => {
      const form = await api.post(path, "status=open&reason=x", {
        "content-type": "application/x-www-form-urlencoded",
      });
      expect([form.status, form.body.error.code]).toEqual([415, "WEIR_UNSUPPORTED_MEDIA_TYPE"]);
      const text = await api.post(path, '{"status":"open","reason":"x"}', { "content-type": "text/plain" });
      expect(text.status).toBe(415);
      const none = await api.post("/api/v1/findings/ffffffffffffffff/status", { status: "open", reason: "x" });
      expect(none.status).toBe(404);
    });
  });

  describe("hello and sources", () => {
    it("refuses a hello that is none", async () => {
      const { pid: _pid, ...without } = HELLO;
      expect((await api.post("/api/v1/hello", without)).status).toBe(400);
      expect((await api.post("/api/v1/hello", { ...HELLO, framework: "rails" })).status).toBe(400);
      expect((await api.get("/api/v1/status")).body.agents).toEqual([]);
    });

    it("refuses sources that are too large, bombs, or no gzip", async () => {
      const bomb = gzipSync(Buffer.alloc(MAX_UNPACKED_BODY + 1, 0x20));
      const asGzip = { "content-encoding": "gzip" };
      const burst = await api.post("/api/v1/sources", bomb, asGzip);
      expect([burst.status, burst.body.error.code]).toEqual([413, "WEIR_BODY_TOO_LARGE"]);
      const truncated = await api.post("/api/v1/sources", gzipSync('{"a":1}').subarray(0, 12), asGzip);
      expect([truncated.status, truncated.body.error.code]).toEqual([400, "WEIR_BAD_GZIP"]);
      const large = await api.post("/api/v1/sources", Buffer.alloc(MAX_SOURCES_BODY + 1, 0x20));
      expect([large.status, large.body.error.code]).toEqual([413, "WEIR_BODY_TOO_LARGE"]);
      const other = await api.post("/api/v1/sources", "{}", { "content-encoding": "br" });
      expect(other.status).toBe(415);
    });
  });

  describe("every route", () => {
    it.each([
      "/status?x=1",
      "/routes?serivce=shop",
      "/routes/GET%20%2Fa?limit=3",
      "/findings?sort=wait",
      `/findings/${WATERFALL}?from=1`,
      `/traces/${"a".repeat(32)}?raw=1`,
      "/pairs?limit=1",
      "/deploys?version=v1",
      "/events?since=1",
    ])("refuses query keys it does not know: %s", async (path) => {
      const { status, body } = await api.get(`/api/v1${path}`);
      expect([status, body.error.code]).toEqual([400, "WEIR_UNKNOWN_KEY"]);
      expect(body.error.hint).toContain("openapi.json");
    });

    it.each([
      "/routes?limit=0",
      "/routes?limit=1001",
      "/routes?limit=x",
      "/routes?from=yesterday",
      `/routes?from=${NOON}&to=${NOON}`,
      "/routes?sort=colour",
      "/routes?service=a&service=b",
      "/routes?service=",
      "/findings?status=gone",
      "/findings?tier=proven,sure",
      "/findings?kind=",
      `/traces/${"a".repeat(32)}?format=zipkin`,
    ])("refuses values it cannot read: %s", async (path) => {
      const { status, body } = await api.get(`/api/v1${path}`);
      expect([status, body.error.code]).toEqual([400, "WEIR_INVALID_INPUT"]);
    });

    it("refuses a cursor that is not ours or belongs to another query", async () => {
      await seedShop(api.store);
      const { nextCursor } = (await api.get("/api/v1/routes?limit=1")).body;
      for (const path of [
        "routes?cursor=abc",
        "routes?cursor=e30",
        `routes?sort=p95&cursor=${nextCursor}`,
        `findings?cursor=${nextCursor}`,
      ]) {
        const { status, body } = await api.get(`/api/v1/${path}`);
        expect([path, status, body.error.code]).toEqual([path, 400, "WEIR_BAD_CURSOR"]);
      }
    });

    it("answers 304 while nothing changed", async () => {
      await seedShop(api.store);
      for (const path of ["/api/v1/routes", "/api/v1/findings", `/api/v1/findings/${WATERFALL}`]) {
        const first = await api.get(path);
        const again = await api.get(path, { "if-none-match": `W/${String(first.headers["etag"])}` });
        expect([again.status, again.text]).toEqual([304, ""]);
      }
      const before = await api.get("/api/v1/routes");
      await seed(api.store, { routeKey: "GET /new", requests: 1 });
      const after = await api.get("/api/v1/routes", { "if-none-match": String(before.headers["etag"]) });
      expect(after.status).toBe(200);
    });

    it("answers paths it does not have with a coded error", async () => {
      const { status, body } = await api.get("/api/v1/nothing", { accept: "text/html" });
      expect([status, body.error.code]).toEqual([404, "WEIR_NOT_FOUND"]);
    });
  });
});
