import type { OutgoingRequest } from "../evidence/probe.ts";

/** A `fetch()` call's arguments as a probe reads them. Looks at nothing before it is asked, and consumes nothing. */
export class FetchRequest implements OutgoingRequest {
  /** The caller gives all of it at once. */
  readonly complete = true;
  readonly #input: unknown;
  readonly #init: RequestInit | undefined;
  readonly #request: Request | undefined;

  constructor(input: unknown, init: RequestInit | undefined) {
    this.#input = input;
    this.#init = init;
    this.#request = isRequest(input) ? input : undefined;
  }

  get method(): string {
    return (this.#init?.method ?? this.#request?.method ?? "GET").toUpperCase();
  }

  get url(): string {
    return this.#request?.url ?? String(this.#input);
  }

  headers(): Iterable<readonly [string, string]> {
    return headersOf(this.#init?.headers ?? this.#request?.headers);
  }

  body(): string | undefined {
    return bodyOf(this.#init?.body);
  }

  get partial(): boolean {
    return hasBody(this.#init, this.#request) && this.body() === undefined;
  }
}

function isRequest(input: unknown): input is Request {
  return typeof input === "object" && typeof Request !== "undefined" && input instanceof Request;
}

function headersOf(headers: unknown): Iterable<readonly [string, string]> {
  if (headers === undefined || headers === null) return [];
  if (typeof Headers !== "undefined" && headers instanceof Headers) return headers.entries();
  const entries: [string, string][] = [];
  const pairs: Iterable<unknown> = Array.isArray(headers) ? headers : Object.entries(headers);
  for (const pair of pairs) {
    if (!Array.isArray(pair)) continue;
    const [name, value] = pair as unknown[];
    if (typeof name === "string") entries.push([name.toLowerCase(), String(value)]);
  }
  return entries;
}

function hasBody(init: RequestInit | undefined, request: Request | undefined): boolean {
  const body = init?.body;
  return (body !== undefined && body !== null) || (request?.body ?? null) !== null;
}

/** Streams and forms are left alone: reading them would take them from the request. */
function bodyOf(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  if (body instanceof URLSearchParams) return body.toString();
  return undefined;
}
