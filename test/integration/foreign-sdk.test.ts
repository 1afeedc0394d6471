import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { type RunningCollector, startCollector } from "../../packages/collector/src/main.ts";
import { freePort } from "./free-port.ts";

/** Apps that use another OpenTelemetry set-up and know nothing of us: shown, and honestly unknown. */
const apps = resolve(dirname(fileURLToPath(import.meta.url)), "../apps");

let collector: RunningCollector;
let upstream: Server;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  collector = await startCollector(
    collectorConfigSchema.parse({ port: 0, data: "memory", quietMs: 500, logLevel: "silent" }),
  );
  upstream = createServer((_request, response) => {
    setTimeout(() => response.end('{"ok":true}'), 20);
  });
  await new Promise<void>((listening) => {
    upstream.listen(0, "127.0.0.1", () => listening());
  });
});

afterAll(async () => {
  for (const child of children) if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  upstream.closeAllConnections();
  upstream.close();
  await collector.stop();
});

async function start(app: string, command: readonly [string, ...string[]], env: Record<string, string>): Promise<void> {
  const cwd = join(apps, app);
  execFileSync("npm", ["run", "--silent", "build"], { cwd, stdio: "pipe" });
  const [name, ...args] = command;
  const child = spawn(name, args, {
    cwd,
    detached: true,
    stdio: "ignore",
    env: {
      ...process.env,
      UPSTREAM: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: "500",
      ...env,
    },
  });
  children.add(child);
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

interface PairsAnswer {
  readonly pairs: readonly {
    from: { call: string };
    to: { call: string };
    verdict: string;
    tier: string;
    wouldChange: readonly { reason: string }[];
  }[];
}

describe.each([
  { app: "next-vercel-otel", command: ["npx", "next", "start", "-p"], path: "/api/orders" },
  { app: "kit-plain-otel", command: ["node", "build"], path: "/orders" },
] as const)("$app without our agent", ({ app, command, path }) => {
  it("is accepted and shown; its pair is unknown and says what would change that; nothing is flagged", async () => {
    const port = await freePort();
    const line = command[0] === "npx" ? ([...command, String(port)] as const) : command;
    await start(app, [line[0] ?? "node", ...line.slice(1)], { PORT: String(port), HOST: "127.0.0.1" });
    await until(async () => ((await fetch(`http://127.0.0.1:${port}${path}`)).ok ? true : undefined));
    const route = await until(async () => {
      await fetch(`http://127.0.0.1:${port}${path}`);
      const { routes } = await get<{ routes: { service: string; route: string }[] }>(`routes?service=${app}`);
      return routes.find((found) => found.route === path);
    });
    expect(route.service).toBe(app);
    const { pairs } = await until(async () => {
      const answer = await get<PairsAnswer>(`pairs?service=${app}`);
      return answer.pairs.length > 0 ? answer : undefined;
    });
    const pair = pairs.find(({ to }) => to.call.includes("/stock"));
    expect(pair?.from.call).toContain("/prices");
    expect(pair).toMatchObject({ verdict: "unknown", tier: "unknown" });
    expect(pair?.wouldChange.map(({ reason }) => reason)).toContain("change.source-available");
    expect((await get<{ findings: unknown[] }>(`findings?service=${app}`)).findings).toEqual([]);
  });
});
