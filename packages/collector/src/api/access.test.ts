import { afterEach, describe, expect, it } from "vitest";
import { type ApiServer, openApi } from "./testing/api-server.ts";
import { seed, WATERFALL } from "./testing/seed.ts";
import type { Tokens } from "./deps.ts";

const READ = "read-token-0123456789";
const WRITE = "write-token-0123456789";
const INGEST = "ingest-token-012345678";
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ACCEPT = { status: "accepted", reason: "because" };

let api: ApiServer;
afterEach(() => api.close());

async function open(tokens: Tokens): Promise<void> {
  api = await openApi("memory", { tokens });
  await seed(api.store, { routeKey: "GET /dashboard", requests: 40, fingerprint: WATERFALL });
}

const accept = (headers = {}) => api.post(`/api/v1/findings/${WATERFALL}/status`, ACCEPT, headers);
const hello = (headers = {}) => api.post("/api/v1/hello", {}, headers);

describe("tokens", () => {
  it("are not asked for where none is set", async () => {
    await open({});
    expect((await api.get("/api/v1/routes")).status).toBe(200);
    expect((await accept()).status).toBe(200);
    expect((await hello()).status).toBe(400);
  });

  it("guard writing alone when only the write token is set", async () => {
    await open({ write: WRITE });
    expect((await api.get("/api/v1/routes")).status).toBe(200);
    const without = await accept();
    expect([without.status, without.body.error.code]).toEqual([401, "WEIR_TOKEN_MISSING"]);
    const wrong = await accept(bearer(READ));
    expect([wrong.status, wrong.body.error.code]).toEqual([403, "WEIR_TOKEN_REFUSED"]);
    expect((await accept(bearer(WRITE))).status).toBe(200);
    expect((await api.post("/api/v1/deploys", {}, {})).status).toBe(401);
  });

  it("guard every way in once all are set", async () => {
    await open({ read: READ, write: WRITE, ingest: INGEST });
    for (const path of ["status", "routes", "findings", "pairs", "deploys", "events", "openapi.json", "nothing"]) {
      const { status } = await api.get(`/api/v1/${path}`);
      expect([path, status]).toEqual([path, path === "nothing" ? 404 : 401]);
    }
    expect((await api.get("/api/v1/routes", bearer(READ))).status).toBe(200);
    expect((await api.get("/api/v1/routes", bearer(WRITE))).status).toBe(200);
    expect((await api.get("/api/v1/routes", bearer(INGEST))).status).toBe(403);
    expect((await accept(bearer(READ))).status).toBe(403);
    expect((await hello(bearer(READ))).status).toBe(403);
    expect((await hello(bearer(INGEST))).status).toBe(400);
  });

  it("ask writers for the read token where reading needs one", async () => {
    await open({ read: READ });
    expect((await accept()).status).toBe(401);
    expect((await accept(bearer(READ))).status).toBe(200);
  });

  it("of one kind may be two while one is replaced, and nothing else opens", async () => {
    await open({ read: [READ, "the-one-before-0123"], write: [WRITE] });
    for (const token of [READ, "the-one-before-0123", WRITE]) {
      expect((await api.get("/api/v1/routes", bearer(token))).status).toBe(200);
    }
    expect((await api.get("/api/v1/routes", bearer("the-one-before"))).status).toBe(403);
    expect((await accept(bearer("the-one-before-0123"))).status).toBe(403);
  });

  it("come from the cookie too", async () => {
    await open({ read: READ });
    expect((await api.get("/api/v1/routes", { cookie: `a=b; weir_token=${READ}` })).status).toBe(200);
    expect((await api.get("/api/v1/routes", { cookie: "weir_token=%E0%A4%A" })).status).toBe(401);
    expect((await api.get("/api/v1/routes", { cookie: `xweir_token=${READ}` })).status).toBe(401);
  });

  it("are not tried before a forged request is refused", async () => {
    await open({ write: WRITE });
    const forged = await accept({ ...bearer(WRITE), origin: "https://evil.example" });
    expect([forged.status, forged.body.error.code]).toEqual([403, "WEIR_ORIGIN_NOT_ALLOWED"]);
  });
});
