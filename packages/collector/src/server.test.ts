import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { WeirError } from "./errors.ts";
import { Metrics } from "./metrics.ts";
import { createLogger } from "./server/logger.ts";
import { closeServer, createServer, type ServerOptions } from "./server.ts";

const open: FastifyInstance[] = [];

function server(options: Partial<ServerOptions> = {}): FastifyInstance {
  const app = createServer({
    logger: createLogger("silent"),
    metrics: new Metrics(),
    readiness: () => ({ ready: true }),
    allowedHosts: [],
    allowedOrigins: [],
    ...options,
  });
  app.get("/api/v1/thing", () => ({ ok: true }));
  app.post("/api/v1/thing", (request) => ({ got: request.body }));
  open.push(app);
  return app;
}

async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** Everything the server says on this socket until it hangs up. */
async function readAll(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk: Buffer) => void (text += chunk.toString()));
  await once(socket, "close");
  return text;
}

/** What one request on a connection of its own is told. */
function get(port: number, path: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const says = readAll(socket);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return says;
}

/** A listening server with one request in work, which ends when `finish` is called. */
async function inWork(app: FastifyInstance): Promise<{ port: number; says: Promise<string>; finish: () => void }> {
  const started = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  app.get("/api/v1/slow", async () => {
    started.resolve();
    await end.promise;
    return { done: true };
  });
  const port = await listen(app);
  const says = get(port, "/api/v1/slow");
  await started.promise;
  return { port, says, finish: end.resolve };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => closeServer(app, 0)));
});

describe("host and origin", () => {
  const ask = (app: FastifyInstance, headers: Record<string, string>, url = "/api/v1/thing") =>
    app.inject({ url, headers });

  it.each(["localhost:4318", "127.0.0.1:4318", "[::1]:4318", "10.1.2.3", "weir.localhost", "LOCALHOST", "weir.corp"])(
    "answers %s",
    async (host) => expect((await ask(server({ allowedHosts: ["Weir.corp"] }), { host })).statusCode).toBe(200),
  );

  it.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost:4318@evil.example",
    "local host",
  ])("refuses the host %j, which a page can make its own by DNS rebinding", async (host) => {
    const answer = await ask(server(), { host });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ error: { code: "WEIR_HOST_NOT_ALLOWED", hint: expect.any(String) } });
  });

  it("lets probes and programs ask under any name", async () => {
    const app = server();
    app.post("/v1/traces", { config: { anyHost: true } }, () => ({}));
    for (const url of ["/health", "/ready"]) {
      expect((await ask(app, { host: "pod-7.cluster" }, url)).statusCode).toBe(200);
    }
    const answer = await app.inject({ method: "POST", url: "/v1/traces", headers: { host: "weir.staging" } });
    expect(answer.statusCode).toBe(200);
    expect((await ask(app, { host: "pod-7.cluster" }, "/metrics")).statusCode).toBe(403);
  });

  it("takes its own origin and listed ones, and no other", async () => {
    const app = server({ allowedOrigins: ["https://weir.example.com"] });
    const from = async (origin: string) => (await ask(app, { host: "localhost:4318", origin })).statusCode;
    expect(await from("http://localhost:4318")).toBe(200);
    expect(await from("https://weir.example.com")).toBe(200);
    expect(await from("http://localhost:3000")).toBe(403);
    expect(await from("https://evil.example")).toBe(403);
    expect(await from("null")).toBe(403);
  });
});

describe("answers", () => {
  it("carry a strict content policy and no referrer", async () => {
    const { headers } = await server({ frameAncestors: ["https://tools.corp"] }).inject("/api/v1/thing");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'self' https://tools.corp",
    );
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(() => server({ frameAncestors: ["*; script-src *"] })).toThrow("frame ancestor");
  });

  it("code every error alike", async () => {
    const app = server();
    const schema = {
      querystring: { type: "object", additionalProperties: false, properties: { n: { type: "integer" } } },
    };
    app.get("/api/v1/strict", { schema }, () => ({}));
    app.get("/api/v1/coded", () => {
      throw new WeirError("WEIR_NO_ROOM", "Full", { status: 503, retryAfter: 2, hint: "Wait" });
    });
    app.get("/api/v1/broken", () => {
      throw new Error("secret");
    });
    const codes = async (url: string) => {
      const answer = await app.inject(url);
      return [answer.statusCode, answer.json()] as const;
    };
    expect(await codes("/api/v1/none")).toEqual([
      404,
      { error: { code: "WEIR_NOT_FOUND", message: expect.any(String) } },
    ]);
    expect(await codes("/api/v1/strict?m=1")).toMatchObject([400, { error: { code: "WEIR_UNKNOWN_KEY" } }]);
    expect(await codes("/api/v1/strict?n=x")).toMatchObject([400, { error: { code: "WEIR_INVALID_INPUT" } }]);
    expect(await codes("/api/v1/thing/%zz")).toMatchObject([400, { error: { code: "WEIR_BAD_URL" } }]);
    expect(await codes("/api/v1/coded")).toEqual([
      503,
      { error: { code: "WEIR_NO_ROOM", message: "Full", hint: "Wait" } },
    ]);
    const broken = await app.inject("/api/v1/broken");
    expect(broken.statusCode).toBe(500);
    expect(broken.json()).toMatchObject({ error: { code: "WEIR_INTERNAL" } });
    expect(broken.body).not.toContain("secret");
  });

  it.each([
    ["text/plain", "{}", 415, "WEIR_UNSUPPORTED_MEDIA_TYPE"],
    ["application/x-www-form-urlencoded", "a=1", 415, "WEIR_UNSUPPORTED_MEDIA_TYPE"],
    ["application/json", "{", 400, "WEIR_BAD_JSON"],
    ["application/json", "", 400, "WEIR_BAD_JSON"],
    ["application/json", `"${"x".repeat(2_000_000)}"`, 413, "WEIR_BODY_TOO_LARGE"],
  ])("to a %s body of %#: %#", async (type, payload, status, code) => {
    const answer = await server().inject({
      method: "POST",
      url: "/api/v1/thing",
      headers: { "content-type": type },
      payload,
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
  });
});

describe("probes", () => {
  it("tell alive from ready, and show the metrics", async () => {
    const metrics = new Metrics();
    metrics.counter("weir_spans_total", "Spans").add(4);
    const app = server({ metrics, readiness: () => ({ ready: false, reason: "replaying the journal" }) });
    expect((await app.inject("/health")).json()).toEqual({ status: "ok" });
    const ready = await app.inject("/ready");
    expect([ready.statusCode, ready.json()]).toEqual([503, { ready: false, reason: "replaying the journal" }]);
    const text = await app.inject("/metrics");
    expect(text.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(text.body).toContain("weir_spans_total 4\n");
  });

  it("ask for a read token before they show the metrics, where one is set", async () => {
    const app = server({ readTokens: ["0123456789abcdef", "fedcba9876543210"] });
    const ask = async (authorization?: string) =>
      (await app.inject({ url: "/metrics", headers: authorization === undefined ? {} : { authorization } })).statusCode;
    expect(await ask()).toBe(401);
    expect(await ask("Bearer 0123456789abcdee")).toBe(401);
    expect(await ask("Bearer fedcba9876543210")).toBe(200);
    expect((await app.inject("/ready")).statusCode).toBe(200);
  });
});

describe("hostile connections", () => {
  it("that never finish their headers are answered and closed", async () => {
    const port = await listen(server({ limits: { headersTimeoutMs: 100 } }));
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /health HTTP/1.1\r\nHost: localhost\r\nX-A");
    expect(await readAll(socket)).toMatch(/^HTTP\/1.1 408 .*WEIR_REQUEST_TIMEOUT/s);
  });

  it("that never finish their body are answered and closed", async () => {
    const port = await listen(server({ limits: { headersTimeoutMs: 100, requestTimeoutMs: 200 } }));
    const socket = connect(port, "127.0.0.1");
    socket.write(
      "POST /api/v1/thing HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    );
    expect(await readAll(socket)).toMatch(/^HTTP\/1.1 408 /);
  });

  it("that say nothing at all are closed", async () => {
    const port = await listen(server({ limits: { idleTimeoutMs: 100 } }));
    expect(await readAll(connect(port, "127.0.0.1"))).toBe("");
  });

  it("that send no HTTP or endless headers get a coded answer", async () => {
    const port = await listen(server());
    const garbage = connect(port, "127.0.0.1");
    garbage.write("\u0016\u0003\u0001 hello\r\n\r\n");
    expect(await readAll(garbage)).toMatch(/^HTTP\/1.1 400 .*WEIR_BAD_HTTP/s);
    const wide = connect(port, "127.0.0.1");
    wide.write(`GET /health HTTP/1.1\r\nHost: localhost\r\nX-Big: ${"x".repeat(20_000)}\r\n\r\n`);
    expect(await readAll(wide)).toMatch(/^HTTP\/1.1 431 .*WEIR_HEADERS_TOO_LARGE/s);
  });

  it("beyond the limit make way for a new one, the longest silent first; those with a request in work stay", async () => {
    const metrics = new Metrics();
    const app = server({ metrics, limits: { maxConnections: 3 } });
    const { port, says, finish } = await inWork(app);
    const silent = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")] as const;
    const ends = silent.map(readAll);
    await Promise.all(silent.map((socket) => once(socket, "connect")));
    expect(await get(port, "/health")).toContain('{"status":"ok"}');
    expect(await Promise.race(ends)).toBe("");
    expect(metrics.text()).toContain("weir_http_idle_sockets_closed_total 1\n");
    finish();
    expect(await says).toContain('{"done":true}');
  });

  it("that never finish their bodies make way too", async () => {
    const port = await listen(server({ limits: { maxConnections: 2 } }));
    const slow = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")] as const;
    const ends = slow.map(readAll);
    for (const socket of slow) {
      socket.write(
        "POST /api/v1/thing HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
      );
    }
    await Promise.all(slow.map((socket) => once(socket, "connect")));
    expect(await get(port, "/health")).toContain('{"status":"ok"}');
    expect(await Promise.race(ends)).toBe("");
  });

  it("that all have requests in work are not cut off for a new one", async () => {
    const app = server({ limits: { maxConnections: 1 } });
    const { port, says, finish } = await inWork(app);
    expect(await readAll(connect(port, "127.0.0.1"))).toBe("");
    finish();
    expect(await says).toContain('{"done":true}');
  });
});

describe("closing", () => {
  it("finishes the request in work and tells later ones to come back", async () => {
    const app = server();
    let finish = (): void => undefined;
    const started = new Promise<void>((resolveStarted) => {
      app.get("/api/v1/slow", async () => {
        resolveStarted();
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return { done: true };
      });
    });
    const draining = new Promise<void>((resolve) => {
      app.addHook("preClose", async () => resolve());
    });
    const port = await listen(app);
    const late = connect(port, "127.0.0.1");
    const lateSays = readAll(late);
    late.write("GET /api/v1/thing HTTP/1.1\r\n");
    const socket = connect(port, "127.0.0.1");
    const says = readAll(socket);
    socket.write("GET /api/v1/slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await started;
    const closed = closeServer(app, 10_000);
    await draining;
    late.write("Host: localhost\r\n\r\n");
    expect(await lateSays).toMatch(/^HTTP\/1.1 503 .*retry-after: 1.*WEIR_DRAINING/s);
    finish();
    await closed;
    expect(await says).toContain('{"done":true}');
  });

  it("hangs up when the grace is over", async () => {
    const app = server();
    const started = new Promise<void>((resolve) => {
      app.get("/api/v1/never", () => {
        resolve();
        return new Promise(() => undefined);
      });
    });
    const port = await listen(app);
    const socket = connect(port, "127.0.0.1");
    const all = readAll(socket);
    socket.write("GET /api/v1/never HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await started;
    await closeServer(app, 50);
    expect(await all).toBe("");
  });
});
