import { join, resolve } from "node:path";
import type { ProcessSpec } from "../../../tools/start/process-group.ts";
import type { FixtureApp } from "../truth/case.ts";

export const APPS_FOLDER: string = resolve(import.meta.dirname, "../apps");

export interface FixturePorts {
  readonly app: number;
  readonly upstreamUrl: string;
  readonly collectorUrl: string;
}

interface FixtureProcess {
  /** Arguments of Node that build the app for production; none where it runs from source. */
  readonly build?: readonly string[];
  readonly start: (port: number) => {
    readonly node: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
}

const PROCESSES: Readonly<Record<FixtureApp, FixtureProcess>> = {
  next: {
    build: ["node_modules/next/dist/bin/next", "build"],
    start: (port) => ({
      node: ["node_modules/next/dist/bin/next", "start", "-p", String(port), "-H", "127.0.0.1"],
      env: { NEXT_TELEMETRY_DISABLED: "1" },
    }),
  },
  kit: {
    build: ["node_modules/vite/bin/vite.js", "build"],
    start: (port) => ({
      node: ["build"],
      env: { HOST: "127.0.0.1", PORT: String(port), ORIGIN: `http://127.0.0.1:${port}` },
    }),
  },
  node: {
    start: (port) => ({ node: ["--import", "@weir/agent/register", "src/main.ts"], env: { PORT: String(port) } }),
  },
};

/** How a fixture app is built for production; undefined where there is nothing to build. */
export function buildSpec(app: FixtureApp, logs: string): ProcessSpec | undefined {
  const { build } = PROCESSES[app];
  if (build === undefined) return undefined;
  // Nothing is asked for while a page is built; an address keeps a missing variable from ending it.
  const env = {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    UPSTREAM_URL: "http://127.0.0.1:9",
    WEIR_DISABLED: "1",
  };
  return {
    name: `build of ${app}`,
    node: build,
    cwd: join(APPS_FOLDER, app),
    env,
    log: join(logs, `${app}-build.log`),
  };
}

/** How a fixture app is started: for production, as on a staging server that records every request in full. */
export function startSpec(app: FixtureApp, ports: FixturePorts, logs: string): ProcessSpec {
  const { node, env } = PROCESSES[app].start(ports.app);
  return {
    name: `${app} app`,
    node,
    cwd: join(APPS_FOLDER, app),
    env: {
      NODE_ENV: "production",
      UPSTREAM_URL: ports.upstreamUrl,
      WEIR_ENDPOINT: ports.collectorUrl,
      WEIR_ENVIRONMENT: "staging",
      WEIR_SERVICE_NAME: app,
      WEIR_SERVICE_VERSION: "bench",
      OTEL_BSP_SCHEDULE_DELAY: "300",
      OTEL_BSP_MAX_QUEUE_SIZE: "50000",
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "2000",
      ...env,
    },
    log: join(logs, `${app}.log`),
  };
}
