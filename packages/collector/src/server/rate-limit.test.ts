import type { FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { WeirError } from "../errors.ts";
import { Metrics } from "../metrics.ts";
import { closeServer, createServer } from "../server.ts";
import { createLogger } from "./logger.ts";
import { MAX_ADDRESSES, RateLimit } from "./rate-limit.ts";

const RATE = { perMinute: 60, burst: 100 };

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => closeServer(app, 0)));
});

function limited() {
  let now = 0;
  const metrics = new Metrics();
  const limit = new RateLimit(RATE, () => now);
  const app = createServer({
    logger: createLogger("silent"),
    metrics,
    readiness: () => ({ ready: true }),
    allowedHosts: [],
    allowedOrigins: [],
    trustedProxies: ["10.0.0.0/8"],
    rateLimit: limit,
  });
  app.get("/api/v1/thing", () => ({}));
  app.get("/api/v1/secret", () => {
    throw new WeirError("WEIR_TOKEN_REFUSED", "No", { status: 403 });
  });
  app.post("/v1/traces", { config: { anyHost: true } }, () => ({}));
  open.push(app);
  const ask = async (url: string, remoteAddress: string, headers: Record<string, string> = {}) =>
    (await app.inject({ url, remoteAddress, headers, method: url.startsWith("/v1") ? "POST" : "GET" })).statusCode;
  const times = async (count: number, url: string, from: string, headers = {}) => {
    const codes = new Map<number, number>();
    for (let time = 0; time < count; time += 1) {
      const code = await ask(url, from, headers);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    return Object.fromEntries(codes);
  };
  return { app, metrics, times, ask, pass: (ms: number) => (now += ms) };
}

describe("one address", () => {
  it("may ask so much at once, and again as time passes; others are not concerned", async () => {
    const { app, times, pass, metrics } = limited();
    expect(await times(103, "/api/v1/thing", "192.0.2.1")).toEqual({ 200: 100, 429: 3 });
    const answer = await app.inject({ url: "/api/v1/thing", remoteAddress: "192.0.2.1" });
    expect([answer.headers["retry-after"], answer.json().error.code]).toEqual(["1", "WEIR_TOO_MANY_REQUESTS"]);
    expect(await times(1, "/api/v1/thing", "192.0.2.2")).toEqual({ 200: 1 });
    pass(2_000);
    expect(await times(3, "/api/v1/thing", "192.0.2.1")).toEqual({ 200: 2, 429: 1 });
    expect(metrics.text()).toContain("weir_http_limited_total 5\n");
  });

  it("pays for every token that is refused, so that guessing is slow", async () => {
    const { times } = limited();
    expect(await times(4, "/api/v1/secret", "192.0.2.1")).toEqual({ 403: 2, 429: 2 });
  });

  it("is never kept from sending spans, nor is a probe", async () => {
    const { times } = limited();
    await times(101, "/api/v1/thing", "192.0.2.1");
    expect(await times(3, "/v1/traces", "192.0.2.1")).toEqual({ 200: 3 });
    expect(await times(1, "/health", "192.0.2.1")).toEqual({ 200: 1 });
  });

  it("is the client's behind a proxy that is trusted, and whatever a stranger claims is not", async () => {
    const { times } = limited();
    const claims = { "x-forwarded-for": "198.51.100.7" };
    expect(await times(101, "/api/v1/thing", "10.1.1.1", claims)).toEqual({ 200: 100, 429: 1 });
    expect(await times(1, "/api/v1/thing", "10.1.1.1", { "x-forwarded-for": "198.51.100.8" })).toEqual({ 200: 1 });
    const liar = (turn: number) => ({ "x-forwarded-for": `198.51.100.${turn}` });
    for (let turn = 0; turn < 100; turn += 1) await times(1, "/api/v1/thing", "192.0.2.9", liar(turn));
    expect(await times(1, "/api/v1/thing", "192.0.2.9", liar(200))).toEqual({ 429: 1 });
  });

  it("is a network of IPv6", async () => {
    const { times } = limited();
    expect(await times(100, "/api/v1/thing", "2001:db8::1")).toEqual({ 200: 100 });
    expect(await times(1, "/api/v1/thing", "2001:db8:0:0:1::2")).toEqual({ 429: 1 });
    expect(await times(1, "/api/v1/thing", "2001:db8:0:1::2")).toEqual({ 200: 1 });
  });
});

it("addresses are bounded: the one that was quiet longest is forgotten", () => {
  const limit = new RateLimit(RATE, () => 0);
  for (let address = 0; address < MAX_ADDRESSES + 5; address += 1) limit.spend(`a${address}`, 100);
  expect(limit.addresses).toBe(MAX_ADDRESSES);
  expect(limit.wait("a0")).toBeUndefined();
  expect(limit.wait(`a${MAX_ADDRESSES + 4}`)).toBe(1);
});
