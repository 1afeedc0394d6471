import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { type RunningCollector, startCollector } from "../../packages/collector/src/main.ts";

/** `registerOTel(withWeir())`, where the app keeps its own SDK, and `registerWeir()`, which brings one: no difference. */
const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const app = join(repository, "test/apps/next-vercel-weir");

let collector: RunningCollector;
let upstream: Server;
const children: ChildProcess[] = [];

beforeAll(async () => {
  collector = await startCollector(
    collectorConfigSchema.parse({ port: 0, data: "memory", quietMs: 500, logLevel: "silent" }),
  );
  upstream = createServer((request, response) => {
    setTimeout(() => response.end(JSON.stringify({ path: request.url, user: null })), 20);
  });
  const port = await listen(upstream);
  execFileSync(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "-b", "packages/agent"], {
    cwd: repository,
  });
  execFileSync("npm", ["run", "--silent", "build"], { cwd: app, stdio: "pipe" });
  upstreamUrl = `http://127.0.0.1:${port}`;
});

let upstreamUrl: string;

async function start(service: string, tracing: string): Promise<string> {
  const free = createServer();
  const port = await listen(free);
  await new Promise((closed) => {
    free.close(closed);
  });
  const child = spawn("npx", ["next", "start", "-p", String(port)], {
    cwd: app,
    detached: true,
    stdio: "ignore",
    env: {
      ...process.env,
      UPSTREAM: upstreamUrl,
      TRACING: tracing,
      WEIR_SERVICE_NAME: service,
      WEIR_ENDPOINT: collector.url,
      WEIR_ENVIRONMENT: "staging",
      OTEL_BSP_SCHEDULE_DELAY: "300",
    },
  });
  children.push(child);
  const origin = `http://127.0.0.1:${port}`;
  await until(async () => ((await fetch(origin)).ok ? true : undefined));
  return origin;
}

afterAll(async () => {
  for (const { pid } of children) if (pid !== undefined) process.kill(-pid, "SIGKILL");
  upstream.closeAllConnections();
  upstream.close();
  await collector.stop();
});

function listen(server: Server): Promise<number> {
  return new Promise((listening) => {
    server.listen(0, "127.0.0.1", () => listening((server.address() as AddressInfo).port));
  });
}

/** Asks until there is an answer; the test's own time limit ends it. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resume) => {
      setTimeout(resume, 100);
    });
  }
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${collector.url}/api/v1/${path}`)).json()) as T;
}

interface Pair {
  readonly from: { readonly call: string };
  readonly to: { readonly call: string };
  readonly verdict: string;
  readonly tier: string;
}

/** Sends eight different orders, each of its own user. */
async function order(url: string): Promise<void> {
  for (let index = 0; index < 8; index += 1) {
    const sku = `zq81-kx7-${(index * 7919 + 4711).toString(36)}`;
    const headers = { "content-type": "application/json", authorization: `Bearer ${sku}-user` };
    await fetch(url, { method: "POST", headers, body: JSON.stringify({ sku }) });
  }
}

describe.each([
  ["@vercel/otel and the agent in it", "next-vercel-weir", ""],
  ["the agent alone", "next-own-weir", "weir"],
])("a Next.js app with %s", (_, service, tracing) => {
  let origin: string;
  beforeAll(async () => {
    origin = await start(service, tracing);
  });

  it("has evidence of each call, once, and a finding where two waits have nothing to do with one another", async () => {
    const finding = await until(async () => {
      await fetch(`${origin}/api/orders`);
      const { findings } = await get<{ findings: { kind: string; tier: string }[] }>(`findings?service=${service}`);
      return findings[0];
    });
    expect(finding).toMatchObject({ kind: "serial", tier: "proven" });
    const { pairs } = await get<{ pairs: Pair[] }>(`pairs?service=${service}`);
    const named = pairs.map(({ from, to, verdict }) => [from.call, to.call, verdict]);
    expect(named).toContainEqual([
      expect.stringMatching(/\/prices$/),
      expect.stringMatching(/\/stock$/),
      "independent",
    ]);
    // A call seen twice, by two instrumentations, would follow itself.
    expect(named.filter(([from, to]) => from === to)).toEqual([]);
  });

  it("finds the same where the later call takes its value from the request's body", async () => {
    const pair = await until(async () => {
      await order(`${origin}/api/orders`);
      const { pairs } = await get<{ pairs: Pair[] }>(`pairs?service=${service}`);
      return pairs.find(({ to }) => /\/stock\/./.test(to.call));
    });
    expect(pair).toMatchObject({ verdict: "independent", tier: "proven" });
  });

  it("takes what a proxy asks and what the route behind it asks for one request, the first a guard of the second", async () => {
    const pair = await until(async () => {
      await order(`${origin}/api/guarded`);
      const { pairs } = await get<{ pairs: Pair[] }>(`pairs?service=${service}`);
      return pairs.find(({ from }) => from.call.endsWith("/session"));
    });
    expect(pair.to.call).toContain("/stock/");
    expect(pair.verdict).toBe("guard");
  });
});
