import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Ledger } from "./ledger.ts";
import { peopleOf } from "./person.ts";
import { routerOf } from "./router.ts";
import { share } from "./seeded.ts";
import type { Service, ServiceAnswer } from "./service.ts";
import { failed } from "./service.ts";
import { backOffice } from "./services/back-office.ts";
import { catalog } from "./services/catalog.ts";
import { identity } from "./services/identity.ts";
import { projects } from "./services/projects.ts";
import { shop } from "./services/shop.ts";

export interface BackendOptions {
  /** Divides every latency: 2 answers in half the time. */
  readonly speed: number;
  readonly seed: number;
  /** The share by which a latency varies at most, `JITTER` unless said; below 0, what was late is early, and the other way. */
  readonly jitter?: number;
}

const SERVICES: readonly Service[] = [...identity, ...catalog, ...shop, ...backOffice, ...projects];
const MAX_BODY_BYTES = 64 * 1024;
/** Latencies vary by at most this share up and down. */
export const JITTER = 0.06;

/** All upstream services of the examples behind one port, not yet listening. */
export function createBackend({ speed, seed, jitter = JITTER }: BackendOptions): Server {
  const match = routerOf(SERVICES);
  const people = peopleOf(seed);
  const byToken = new Map(people.map((person) => [person.token, person]));
  const ledger = new Ledger();
  let served = 0;

  async function answer(request: IncomingMessage): Promise<ServiceAnswer> {
    const url = new URL(request.url ?? "/", "http://backend");
    if (url.pathname === "/health") return { status: 200, body: { ok: true, served } };
    const found = match(request.method ?? "GET", url.pathname);
    if (found === undefined) return failed(404, "no_such_endpoint");
    served += 1;
    const pause = found.service.latency * (1 + jitter * (2 * share(`${seed}/${served}`) - 1));
    const [body] = await Promise.all([bodyOf(request), wait(pause / speed)]);
    if (body === undefined) return failed(400, "bad_body");
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    const person = byToken.get(token);
    return found.service.respond({
      seed,
      params: found.params,
      query: url.searchParams,
      body,
      person,
      tokenRejected: token !== "" && person === undefined,
      people,
      ledger,
    });
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (result) => send(response, result),
      (error: unknown) => {
        console.error("backend:", error);
        send(response, failed(500, "internal"));
      },
    );
  });
  // Longer than any client keeps an idle connection, so that no client meets a socket that just closed.
  server.keepAliveTimeout = 65_000;
  return server;
}

function send(response: ServerResponse, { status, body }: ServiceAnswer): void {
  response.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*" });
  response.end(JSON.stringify(body));
}

/** The JSON object of the body, `{}` when there is none, `undefined` when it is too large or no object. */
async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  if (size === 0) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
