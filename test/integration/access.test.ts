/**
 * What a stranger on the network, a hostile page in somebody's browser, and a sender of hostile bytes can do to a
 * running collector with tokens: nothing, and they are told so.
 */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { seedShop } from "../../packages/collector/src/api/testing/seed.ts";
import { type RunningCollector, startCollector } from "../../packages/collector/src/main.ts";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { NOON } from "../../packages/collector/src/store/testing.ts";

const READ = ["read-token-0123456789", "read-token-before-012"] as const;
const WRITE = "write-token-0123456789";
const INGEST = ["ingest-token-012345678", "ingest-token-before-0"] as const;
const WEIR = resolve(import.meta.dirname, "../../packages/collector/src/cli/weir.ts");
const SECRET = "not for anybody";

let folder: string;
let collector: RunningCollector;
let fingerprint: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "weir-access-"));
  writeFileSync(join(folder, "secret.txt"), SECRET);
  const store = new SqliteStore({ folder: join(folder, "data", "store") });
  await store.migrate();
  await seedShop(store);
  await store.close();
  const config = {
    port: 0,
    data: join(folder, "data"),
    logLevel: "silent",
    retentionDays: 60,
    rateLimit: 0,
    tokens: { read: READ.join(","), write: WRITE, ingest: INGEST.join(",") },
    trustedProxies: [],
    alertsAllow: [],
  };
  collector = await startCollector(collectorConfigSchema.parse(config), () => NOON + 60_000);
  const { findings } = await (await get("/api/v1/findings?status=all&tier=all", READ[0])).json();
  fingerprint = findings[0].fingerprint;
});

afterAll(async () => {
  await collector.stop();
  rmSync(folder, { recursive: true });
});

// oxlint-disable-next-line typescript/no-explicit-any -- a stranger's view of answers
type Answer = Omit<Response, "json"> & { json(): Promise<any> };

async function get(path: string, token?: string, headers: Record<string, string> = {}): Promise<Answer> {
  const own = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(`${collector.url}${path}`, { headers: { ...own, ...headers }, redirect: "manual" });
}

async function post(
  path: string,
  body: unknown,
  token?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return fetch(`${collector.url}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
}

/** Bytes as no client would send them; everything that comes back. */
async function raw(text: string): Promise<string> {
  const socket = connect(collector.port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
  socket.write(text);
  await once(socket, "close");
  return answer;
}

describe("who may listen", () => {
  it("a collector without tokens refuses any address but loopback, and says why", () => {
    const args = [
      "--conditions=@weir/source",
      WEIR,
      "start",
      "--host",
      "0.0.0.0",
      "--port",
      "5691",
      "--data",
      "memory",
    ];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 });
    expect(status).toBe(2);
    expect(stderr).toContain("ingest, read");
    expect(stderr).not.toContain("at ");
  });
});

describe("tokens", () => {
  it.each([
    "/api/v1/status",
    "/api/v1/routes",
    "/api/v1/findings",
    "/api/v1/events",
    "/api/v1/openapi.json",
    "/metrics",
  ])(
    "%s is closed without one, with a wrong one and with the one for sending; open with the new and the old one",
    async (path) => {
      const codes = [];
      for (const token of [undefined, "wrong-token-0123456789", INGEST[0], ...READ, WRITE]) {
        const answer = await get(path, token);
        codes.push(
          answer.status < 300 ? "open" : answer.status === 401 || answer.status === 403 ? "closed" : answer.status,
        );
        await answer.body?.cancel();
      }
      expect(codes).toEqual(["closed", "closed", "closed", "open", "open", "open"]);
    },
  );

  it("sending takes the new and the old one, and no other", async () => {
    const codes = [];
    for (const token of [undefined, READ[0], ...INGEST])
      codes.push((await post("/v1/traces", '{"resourceSpans":[]}', token)).status);
    expect(codes).toEqual([401, 401, 200, 200]);
  });

  it("deciding takes the one for writing", async () => {
    const decide = (token?: string) =>
      post(`/api/v1/findings/${fingerprint}/status`, { status: "accepted", reason: "known" }, token);
    expect([(await decide()).status, (await decide(READ[0])).status, (await decide(WRITE)).status]).toEqual([
      401, 403, 200,
    ]);
  });

  it("never come back in an answer", async () => {
    const page = await get(`/?t=${READ[0]}`, undefined, { accept: "text/html" });
    expect(page.status).toBe(303);
    expect(page.headers.get("location")).toBe("./");
    for (const path of ["/api/v1/status", "/api/v1/openapi.json", "/metrics"]) {
      const text = await (await get(path, READ[0])).text();
      for (const token of [...READ, WRITE, ...INGEST]) expect(text).not.toContain(token);
    }
  });
});

describe("a hostile page", () => {
  const cookie = `weir_token=${WRITE}`;

  it("cannot decide for the one who looks at it", async () => {
    const path = `/api/v1/findings/${fingerprint}/status`;
    const body = { status: "accepted", reason: "forged" };
    const forged = async (headers: Record<string, string>): Promise<number> =>
      (await post(path, body, undefined, { cookie, ...headers })).status;
    expect(await forged({ origin: "https://evil.example" })).toBe(403);
    expect(await forged({ origin: "null" })).toBe(403);
    expect(await forged({ "content-type": "text/plain" })).toBe(415);
    expect(await forged({ "content-type": "application/x-www-form-urlencoded" })).toBe(415);
    expect(await forged({ "content-type": "multipart/form-data; boundary=x" })).toBe(415);
  });

  it("cannot pass for the collector's own by DNS, nor by headers only a proxy may set", async () => {
    const ask = (lines: readonly string[]): Promise<string> =>
      raw(["GET /api/v1/status HTTP/1.1", ...lines, `Cookie: ${cookie}`, "Connection: close", "", ""].join("\r\n"));
    expect(await ask(["Host: evil.example"])).toMatch(/^HTTP\/1.1 403 .*WEIR_HOST_NOT_ALLOWED/s);
    expect(await ask(["Host: evil.example", "X-Forwarded-Host: localhost"])).toMatch(/^HTTP\/1.1 403/);
    expect(await ask(["Host: localhost", "Origin: https://evil.example", "X-Forwarded-Host: evil.example"])).toMatch(
      /^HTTP\/1.1 403 .*WEIR_ORIGIN_NOT_ALLOWED/s,
    );
  });

  it("may not read answers, frame pages or run scripts of its own in them", async () => {
    const { headers } = await get("/api/v1/status", READ[0]);
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("GET", () => {
  it("changes nothing, whatever is asked", async () => {
    const before = await (await get(`/api/v1/findings/${fingerprint}`, READ[0])).text();
    const document = await (await get("/api/v1/openapi.json", READ[0])).json();
    const paths = Object.entries(document.paths as Record<string, object>).filter(([, methods]) => "get" in methods);
    expect(paths.length).toBeGreaterThan(8);
    for (const [path] of paths) {
      const filled = path.replace("{fingerprint}", fingerprint).replaceAll(/\{\w+\}/g, "x");
      const answer = await get(filled.startsWith("/api") ? filled : `/api/v1${filled}`, WRITE);
      await answer.body?.cancel();
    }
    for (const query of ["?status=accepted&reason=x", "?_method=POST"]) {
      const answer = await get(`/api/v1/findings/${fingerprint}/status${query}`, WRITE, {
        "x-http-method-override": "POST",
      });
      expect(answer.status).toBe(404);
    }
    expect(await (await get(`/api/v1/findings/${fingerprint}`, READ[0])).text()).toBe(before);
  });
});

describe("hostile input", () => {
  it.each([
    "/../../../../secret.txt",
    "/assets/../../secret.txt",
    "/..%2f..%2fsecret.txt",
    "/%2e%2e/%2e%2e/secret.txt",
    "/..\\..\\secret.txt",
    "//secret.txt",
    "/assets/%00secret.txt",
    "/api/v1/traces/..%2f..%2f..%2fsecret.txt",
    "/api/v1/routes/..%2f..%2fsecret.txt",
  ])("in a path stays a path: %s", async (path) => {
    const answer = await raw(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${READ[0]}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 (?:200|400|404)/);
    expect(answer).not.toContain(SECRET);
    expect(answer).not.toContain("root:");
  });

  it("for SQL is a value like any other", async () => {
    const texts = [
      "' OR 1=1 --",
      "'; DROP TABLE request_blocks; --",
      '" OR ""="',
      "%",
      "\\",
      "1) UNION SELECT * FROM settings --",
    ];
    const before = await (await get("/api/v1/routes", READ[0])).json();
    expect(before.routes.length).toBeGreaterThan(0);
    for (const text of texts) {
      const value = encodeURIComponent(text);
      for (const path of [
        `routes?service=${value}`,
        `routes?q=${value}`,
        `findings?route=${value}`,
        `findings?file=${value}`,
        `pairs?service=${value}&route=${value}`,
      ]) {
        const answer = await get(`/api/v1/${path}`, READ[0]);
        const body = await answer.json();
        expect([path, answer.status < 500]).toEqual([path, true]);
        if (text !== "%" && text !== "\\")
          expect([path, (body.routes ?? body.findings ?? body.pairs ?? []).length]).toEqual([path, 0]);
      }
      expect(
        (await post(`/api/v1/findings/${value}/status`, { status: "accepted", reason: text }, WRITE)).status,
      ).toBeLessThan(500);
      expect((await post("/api/v1/deploys", { service: text, env: text, version: text }, WRITE)).status).toBeLessThan(
        500,
      );
    }
    expect(await (await get("/api/v1/routes", READ[0])).json()).toEqual(before);
  });

  it("cannot change what every object has", async () => {
    const bodies = ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}'];
    for (const body of bodies) {
      expect((await post(`/api/v1/findings/${fingerprint}/status`, body, WRITE)).status).toBe(400);
      await post("/v1/traces", body, INGEST[0]);
      await post("/api/v1/hello", body, INGEST[0]);
    }
    await get("/api/v1/routes?__proto__[polluted]=1&constructor.prototype.polluted=1", READ[0]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("cannot write headers of its own", async () => {
    const page = await get(`/findings?t=${READ[0]}&x=%0d%0aSet-Cookie:%20own=1`, undefined, { accept: "text/html" });
    expect(page.headers.get("set-cookie")).not.toContain("own=1");
    expect(page.headers.get("location")).not.toMatch(/[\r\n]/);
    const trace = await get("/api/v1/traces/%0d%0aX-Own:%201?format=otlp", READ[0]);
    expect(trace.headers.get("x-own")).toBeNull();
  });

  it("cannot lead away from the collector", async () => {
    for (const path of ["//evil.example/", "/\\evil.example/", "/%2f%2fevil.example"]) {
      const answer = await raw(
        `GET ${path}?t=${READ[0]} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
      );
      const location = /^location: (.*)$/im.exec(answer)?.[1] ?? "./";
      expect(new URL(location, "http://localhost/").host).toBe("localhost");
    }
  });

  it.each([
    ["a body that unpacks to too much", "/v1/traces", gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20)), 413],
    ["sources that unpack to too much", "/api/v1/sources", gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20)), 413],
    ["JSON nested without end", "/v1/traces", Buffer.from("[".repeat(2_000_000)), 400],
    ["half a gzip", "/v1/traces", gzipSync("{}").subarray(0, 12), 400],
  ])("%s is refused, and the next request is answered", async (_what, path, body, status) => {
    const isGzip = body[0] === 0x1f;
    const answer = await post(path, new Uint8Array(body), INGEST[0], isGzip ? { "content-encoding": "gzip" } : {});
    expect(answer.status).toBe(status);
    expect((await get("/health")).status).toBe(200);
  });

  it("for patterns takes no more time than its length", async () => {
    const evil = `${"a".repeat(3_000)}!`;
    const globs = `${"*a".repeat(60)}b`;
    const asked = [
      get(`/api/v1/routes?q=${evil}`, READ[0]),
      get(`/api/v1/findings?file=${encodeURIComponent(globs)}`, READ[0]),
      get("/api/v1/routes", READ[0], { cookie: `${"a=".repeat(3_000)};` }),
      get("/", undefined, { accept: `text/html${", ".repeat(3_000)}`, "accept-encoding": "br;".repeat(3_000) }),
      post(
        "/api/v1/alerts/dry-run",
        { rules: `version: 1\nmute: [{ match: { route: "${"**/".repeat(90)}x" }, reason: r }]\n` },
        READ[0],
      ),
    ];
    // The test's own time limit is the bound: a trap would take years.
    for (const answer of await Promise.all(asked)) expect(answer.status).toBeLessThan(500);
  });

  it("cannot make the collector call addresses inside the network", async () => {
    const rules = (url: string): string =>
      `version: 1\nrules: [{ id: a, when: finding.opened, notify: [hook] }]\nreceivers: { hook: { webhook: { url: "${url}" } } }\n`;
    for (const url of [
      "http://169.254.169.254/latest/",
      `${collector.url}/api/v1/status`,
      "http://[::1]/",
      "file:///etc/passwd",
    ]) {
      const answer = await post("/api/v1/alerts/dry-run", { rules: rules(url) }, WRITE);
      expect(answer.status).toBeLessThan(500);
      expect(await answer.text()).not.toContain("root:");
    }
    // Rules come from the collector's own file only: no request names an address that is called.
    expect((await post("/api/v1/alerts/test", { receiver: "http://169.254.169.254/" }, WRITE)).status).toBe(404);
  });

  it("leaves no file behind where none belongs", () => {
    expect(existsSync(join(folder, "data", "secret.txt"))).toBe(false);
    expect(existsSync(join(folder, "own"))).toBe(false);
  });
});
