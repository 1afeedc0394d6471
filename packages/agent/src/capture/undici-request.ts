import type { Attributes } from "@opentelemetry/api";
import type { OutgoingRequest } from "../evidence/probe.ts";

/** A request as undici publishes it on its diagnostics channels, in every release since 5. */
export interface UndiciRequest {
  readonly origin: unknown;
  readonly method: string;
  readonly path: string;
  /** `[name, value, …]`, or one text of lines in releases before 6. */
  readonly headers: readonly (string | readonly string[])[] | string;
  readonly body?: unknown;
  addHeader?(name: string, value: string): unknown;
}

export interface UndiciResponse {
  readonly statusCode: number;
  /** Names and values in turn, as they came over the wire. */
  readonly headers: readonly (Uint8Array | string)[];
}

export function urlOf({ origin, path }: UndiciRequest): URL | undefined {
  const base = String(origin);
  return URL.canParse(path, base) ? new URL(path, base) : undefined;
}

export function undiciAttributes({ method }: UndiciRequest, url: URL): Attributes {
  return {
    "http.request.method": method,
    "url.full": url.href,
    "server.address": url.hostname,
    "server.port": Number(url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port),
  };
}

/** The request as a probe reads it: `request()`, `stream()`, `pipeline()` and pools all make one of these. */
export function undiciRequest(request: UndiciRequest, url: URL): OutgoingRequest {
  const text = textOf(request.body);
  return {
    method: request.method,
    url: url.href,
    headers: () => requestHeaders(request.headers),
    body: () => text,
    partial: (request.body ?? null) !== null && text === undefined,
  };
}

function textOf(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8")
    : undefined;
}

function* requestHeaders(headers: UndiciRequest["headers"]): Generator<readonly [string, string]> {
  if (typeof headers === "string") {
    for (const line of headers.split("\r\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) yield [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }
    return;
  }
  for (let index = 0; index + 1 < headers.length; index += 2) {
    yield [String(headers[index]).toLowerCase(), String(headers[index + 1])];
  }
}

export function* responseHeaders(headers: UndiciResponse["headers"]): Generator<readonly [string, string]> {
  for (let index = 0; index + 1 < headers.length; index += 2) {
    yield [asText(headers[index]).toLowerCase(), asText(headers[index + 1])];
  }
}

export function headerOf(headers: UndiciResponse["headers"], wanted: string): string | undefined {
  for (const [name, value] of responseHeaders(headers)) if (name === wanted) return value;
  return undefined;
}

function asText(part: Uint8Array | string | undefined): string {
  return typeof part === "string" ? part : Buffer.from(part ?? []).toString("latin1");
}
