import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { type RunningCollector, startCollector } from "../../packages/collector/src/main.ts";

/** `registerOTel(withWeir())`: the app keeps its own SDK, and the agent adds the evidence. */
const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const app = join(repository, "test/apps/next-vercel-weir");
const SERVICE = "next-vercel-weir";

let collector: RunningCollector;
let upstream: Server;
let child: ChildProcess;
let origin: string;

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
  const free = createServer();
  const appPort = await listen(free);
  await new Promise((closed) => {
    free.close(closed);
  });
  origin = `http://127.0.0.1:${appPort}`;
  child = spawn("npx", ["next", "start", "-p", String(appPort)], {
    cwd: app,
    detached: true,
    stdio: "ignore",
    env: {
      ...process.env,
      UPSTREAM: `http://127.0.0.1:${port}`,
      WEIR_ENDPOINT: collector.url,
      WEIR_ENVIRONMENT: "staging",
      OTEL_BSP_SCHEDULE_DELAY: "300",
    },
  });
  await until(async () => ((await fetch(origin)).ok ? true : undefined));
});

afterAll(async () => {
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
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
  readonly channels: Readonly<Record<string, { readonly state: string; readonly reason: string }>>;
}

function pairOf(pairs: readonly Pair[], to: string): Pair | undefined {
  return pairs.find((pair) => pair.from.call.endsWith("/prices") && pair.to.call.includes(to));
}

describe("a Next.js app with @vercel/otel and the agent in it", () => {
  it("has evidence of each call, once, and a finding where two waits have nothing to do with one another", async () => {
    const finding = await until(async () => {
      await fetch(`${origin}/api/orders`);
      const { findings } = await get<{ findings: { kind: string; tier: string }[] }>(`findings?service=${SERVICE}`);
      return findings[0];
    });
    expect(finding).toMatchObject({ kind: "serial", tier: "proven" });
    const { pairs } = await get<{ pairs: Pair[] }>(`pairs?service=${SERVICE}`);
    const pair = pairOf(pairs, "/stock");
    expect(pair).toMatchObject({ verdict: "independent", tier: "proven" });
    expect(pairs.filter(({ to }) => to.call.includes("/stock"))).toHaveLength(1);
  });

  it("knows that a value came with the request's body", async () => {
    const skus = Array.from({ length: 8 }, (_, index) => `zq81-kx7-${(index * 7919 + 4711).toString(36)}`);
    const pair = await until(async () => {
      for (const sku of skus) {
        await fetch(`${origin}/api/orders`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${sku}-user` },
          body: JSON.stringify({ sku }),
        });
      }
      const { pairs } = await get<{ pairs: Pair[] }>(`pairs?service=${SERVICE}`);
      return pairs.find(({ to }) => /\/stock\/./.test(to.call));
    });
    expect(pair).toMatchObject({ verdict: "independent", tier: "proven" });
  });
});
