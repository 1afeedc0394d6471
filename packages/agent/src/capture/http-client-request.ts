import type { ClientRequest } from "node:http";
import type { Attributes } from "@opentelemetry/api";
import type { OutgoingRequest } from "../evidence/probe.ts";
import { guarded } from "../guard.ts";

/** A request body larger than this is not kept for the value evidence. */
export const MAX_REQUEST_BODY_CHARS = 64_000;

/** `host:port`, the port only where it is not the scheme's own. */
export function hostOf(request: ClientRequest): string {
  const port = portOf(request);
  const name = request.host ?? "localhost";
  return port === (request.protocol === "https:" ? 443 : 80) ? name : `${name}:${port}`;
}

export function urlOf(request: ClientRequest): string {
  return request.path.includes("://") ? request.path : `${request.protocol}//${hostOf(request)}${request.path}`;
}

export function clientAttributes(request: ClientRequest): Attributes {
  return {
    "http.request.method": request.method,
    "url.full": urlOf(request),
    "server.address": request.host ?? "localhost",
    "server.port": portOf(request),
  };
}

/**
 * The request as a probe reads it. `write` and `end` are watched on this one request where its body is wanted, for
 * nothing else tells what was sent.
 */
export function clientRequest(request: ClientRequest, watchBody: boolean): OutgoingRequest {
  const bodiless = request.method === "GET" || request.method === "HEAD";
  const body = watchBody && !bodiless ? watch(request) : () => undefined;
  return {
    method: request.method,
    url: urlOf(request),
    headers: () => Object.entries(request.getHeaders()).map(([name, value]) => [name, String(value)] as const),
    body,
    get partial() {
      return !bodiless && body() === undefined;
    },
  };
}

function watch(request: ClientRequest): () => string | undefined {
  let text: string | undefined = "";
  const take = (chunk: unknown): void => {
    if (text === undefined || chunk === undefined || chunk === null || typeof chunk === "function") return;
    const part = typeof chunk === "string" ? chunk : Buffer.isBuffer(chunk) ? chunk.toString("utf8") : undefined;
    text = part === undefined || text.length + part.length > MAX_REQUEST_BODY_CHARS ? undefined : text + part;
  };
  for (const name of ["write", "end"] as const) {
    const original = request[name] as (...args: unknown[]) => unknown;
    (request as unknown as Record<string, unknown>)[name] = function (
      this: ClientRequest,
      ...args: unknown[]
    ): unknown {
      guarded("http request body", () => take(args[0]));
      return original.apply(this, args);
    };
  }
  return () => text;
}

function portOf(request: ClientRequest): number {
  const { agent } = request as { agent?: { defaultPort?: unknown } };
  const host = request.getHeader("host");
  const written = typeof host === "string" ? /:(\d+)$/.exec(host)?.[1] : undefined;
  return Number(written ?? agent?.defaultPort ?? (request.protocol === "https:" ? 443 : 80));
}
