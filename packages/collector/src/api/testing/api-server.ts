import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SourceFile } from "@weir/core";
import type { FastifyInstance } from "fastify";
import { AgentRegistry } from "../../agents/agent-registry.ts";
import { Metrics } from "../../metrics.ts";
import { createServer } from "../../server.ts";
import { createLogger } from "../../server/logger.ts";
import type { Build } from "../../source/port.ts";
import { MemoryStore } from "../../store/memory/memory-store.ts";
import type { Store } from "../../store/port.ts";
import { SqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { NOON } from "../../store/testing.ts";
import type { ApiDeps } from "../deps.ts";
import { EventHub } from "../events/event-hub.ts";
import { registerApi } from "../register-api.ts";

/** A collector's server with the API on a real store, its clock in the test's hands. */
export interface ApiServer {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly events: EventHub;
  readonly agents: AgentRegistry;
  /** Source files it was sent. */
  readonly sources: (readonly [Build, readonly SourceFile[]])[];
  setTime(at: number): void;
  get(path: string, headers?: Record<string, string>): Promise<ApiAnswer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  close(): Promise<void>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers as a stranger would
  readonly body: any;
}

export type StoreKind = "memory" | "sqlite";

export async function openApi(kind: StoreKind, deps: Partial<ApiDeps> = {}): Promise<ApiServer> {
  const folder = mkdtempSync(join(tmpdir(), "weir-api-"));
  const store: Store = kind === "memory" ? new MemoryStore() : new SqliteStore({ folder });
  await store.migrate();
  let now = NOON;
  const clock = () => now;
  const events = new EventHub(clock);
  const agents = new AgentRegistry();
  const sources: (readonly [Build, readonly SourceFile[]])[] = [];
  const app = createServer({
    logger: createLogger("silent"),
    metrics: new Metrics(),
    readiness: () => ({ ready: true }),
    allowedHosts: [],
    allowedOrigins: [],
  });
  await registerApi(app, {
    store,
    clock,
    version: "0.1.0",
    status: () => ({
      ingest: { spans: 12, requests: 3, dropped: 0, duplicates: 1, lagMs: 4 },
      coverage: { analysedShare: 0.96, reasons: [{ reason: "no-call-sites", count: 2 }] },
    }),
    agents,
    events,
    sources: { put: async (build, files) => void sources.push([build, files]) },
    ...deps,
  });
  return {
    app,
    store,
    events,
    agents,
    sources,
    setTime: (at) => (now = at),
    get: (path, headers = {}) => ask(app, "GET", path, undefined, headers),
    post: (path, body, headers = {}) => ask(app, "POST", path, body, headers),
    close: async () => {
      await app.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function ask(
  app: FastifyInstance,
  method: "GET" | "POST",
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<ApiAnswer> {
  const payload = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const response = await app.inject({
    method,
    url: path,
    headers: {
      host: "localhost:4318",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  const json = String(response.headers["content-type"]).startsWith("application/json") && response.body !== "";
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.body,
    body: json ? (JSON.parse(response.body) as unknown) : undefined,
  };
}
