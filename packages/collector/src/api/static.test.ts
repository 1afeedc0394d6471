import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiServer, openApi } from "./testing/api-server.ts";

const READ = "read-token-0123456789";
const HTML = { accept: "text/html,application/xhtml+xml" };
const INDEX =
  '<!doctype html><head><base href="/" /><script type="module" src="./assets/main-abc123.js"></script></head>';

let folder: string;
let api: ApiServer;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-dashboard-"));
  mkdirSync(join(folder, "dist", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "dist", "index.html"), INDEX);
  writeFileSync(join(folder, "dist", "weir.svg"), "<svg/>");
  writeFileSync(join(folder, "dist", "assets", "main-abc123.js"), "plain");
  writeFileSync(join(folder, "dist", "assets", "main-abc123.js.br"), "brotli");
  writeFileSync(join(folder, "dist", "assets", "main-abc123.js.gz"), "gzip");
});

afterEach(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const open = async (tokens = {}) => (api = await openApi("memory", { dashboard: join(folder, "dist"), tokens }));

describe("the dashboard", () => {
  it("is one page at every path, based on where it starts, never kept", async () => {
    await open();
    const bases: readonly (readonly [string, string])[] = [
      ["/", "./"],
      ["/findings", "./"],
      ["/routes/GET%20%2Fshop%2F%5Bcategory%5D?svc=shop", "../"],
      ["/a/b/c", "../../"],
      ["/routes/", "../"],
    ];
    for (const [path, base] of bases) {
      const page = await api.get(path, HTML);
      expect([path, page.status, page.text]).toEqual([path, 200, INDEX.replace('href="/"', `href="${base}"`)]);
      expect(page.headers["cache-control"]).toBe("no-cache");
      expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(page.headers["content-security-policy"]).toContain("default-src 'self'");
    }
    const first = await api.get("/", HTML);
    expect((await api.get("/", { ...HTML, "if-none-match": String(first.headers["etag"]) })).status).toBe(304);
  });

  it("sends hashed files for ever, compressed where the reader takes it", async () => {
    await open();
    const file = async (encoding: string) => {
      const { text, headers } = await api.get("/assets/main-abc123.js", { "accept-encoding": encoding });
      return [text, headers["content-encoding"], headers["cache-control"], headers["vary"]];
    };
    const forEver = "public, max-age=31536000, immutable";
    expect(await file("gzip, deflate, br")).toEqual(["brotli", "br", forEver, "accept-encoding"]);
    expect(await file("gzip;q=0.8, br;q=0")).toEqual(["gzip", "gzip", forEver, "accept-encoding"]);
    expect(await file("")).toEqual(["plain", undefined, forEver, "accept-encoding"]);
    const svg = await api.get("/weir.svg");
    expect([svg.headers["content-type"], svg.headers["cache-control"]]).toEqual(["image/svg+xml", "no-cache"]);
  });

  it("gives out nothing but its own files", async () => {
    await open();
    const paths = [
      "/../secret.txt",
      "/assets/../../secret.txt",
      "/..%2fsecret.txt",
      "/assets/%2e%2e/%2e%2e/secret.txt",
      "/assets/..\\..\\secret.txt",
      "/assets/main-abc123.js.br",
      "/assets/main-old.js",
      "/index.html%00",
    ];
    for (const path of paths) {
      const { status, text } = await api.get(path);
      expect([path, status >= 400, text.includes("secret")]).toEqual([path, true, false]);
    }
    expect((await api.get("/assets/gone.js", HTML)).status).toBe(404);
  });

  it("never stands in for the API", async () => {
    await open();
    expect((await api.get("/api/v1/nothing", HTML)).headers["content-type"]).toContain("application/json");
    expect((await api.get("/v1/traces", HTML)).status).toBe(404);
    expect((await api.get("/nothing", { accept: "application/json" })).body.error.code).toBe("WEIR_NOT_FOUND");
  });

  it("takes the token of the printed address into a cookie and out of the address", async () => {
    await open({ read: READ });
    const first = await api.get(`/findings/abc?t=${READ}&mode=2`, HTML);
    expect([first.status, first.headers["location"]]).toEqual([303, "./abc?mode=2"]);
    const cookie = String(first.headers["set-cookie"]);
    expect(cookie).toMatch(/^weir_token=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    const [pair = ""] = cookie.split(";");
    expect((await api.get("/api/v1/routes", { cookie: pair })).status).toBe(200);
    const root = await api.get(`/?t=${READ}`, HTML);
    expect(root.headers["location"]).toBe("./");
    const wrong = await api.get("/?t=guess", HTML);
    expect([wrong.status, wrong.headers["set-cookie"]]).toEqual([403, undefined]);
  });

  it("says that it was not built, and the API works all the same", async () => {
    api = await openApi("memory", {});
    const { status, body } = await api.get("/", HTML);
    expect([status, body.error.code]).toEqual([404, "WEIR_DASHBOARD_MISSING"]);
    expect((await api.get("/api/v1/status")).status).toBe(200);
  });
});
