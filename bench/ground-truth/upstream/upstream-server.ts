import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { fitsName, parseCallName } from "../truth/call-name.ts";
import type { CallName } from "../truth/case.ts";
import { type ArrivedCall, chosenHeaders } from "./arrived-call.ts";
import { type LatencyMix, latencyOf } from "./latency.ts";
import { parseBody } from "./request-body.ts";
import { type RouteMatch, RouteTable } from "./route-table.ts";
import type { Upstream, UpstreamAnswer, UpstreamRequest } from "./upstream.ts";

/** Instead of the answer: another one, a cut connection, none before the client gives up, or the same one late. */
export type Replacement = UpstreamAnswer | "reset" | "timeout" | "slow";

export interface UpstreamServerOptions {
  readonly upstream: Upstream;
  /** 0 takes a free one. */
  readonly port: number;
  readonly mix?: LatencyMix;
  readonly seed?: string;
  /** Told of a request no route fits; it is answered with 501. */
  readonly onUnknown?: (call: string) => void;
  /** Says for a call whether it is to be answered otherwise. */
  readonly replaceAtRandom?: (call: string) => Replacement | undefined;
}

/** Longest the upstream stays silent on `timeout`: milliseconds. */
const TIMEOUT_MS = 30_000;
/** What `slow` adds to the latency: milliseconds. Longer than any chain of calls of a fixture at the mix `fast`. */
export const SLOW_MS = 400;
/** Largest body read: bytes. */
const MAX_BODY_BYTES = 1 << 20;
/** Calls kept in the log; later ones are answered but not kept. */
const MAX_ARRIVED = 100_000;

/** Answers an app's calls out of its `Upstream`, with the latencies of a mix, and keeps what arrived. */
export class UpstreamServer {
  readonly #server: Server;
  readonly #routes: RouteTable;
  readonly #options: UpstreamServerOptions;
  readonly #slowPath: string | undefined;
  readonly #closing = new AbortController();
  #arrived: Arrived[] = [];
  #earlier = new Map<string, number>();
  #replacements: readonly { readonly name: CallName; readonly by: Replacement }[] = [];
  #mix: LatencyMix;
  #cutting = false;

  private constructor(options: UpstreamServerOptions) {
    this.#options = options;
    this.#mix = options.mix ?? "plain";
    this.#routes = new RouteTable(options.upstream);
    this.#slowPath = slowest(options.upstream);
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
    // Apps keep connections open for longer than Node's five seconds between two requests of a slow traffic.
    this.#server.keepAliveTimeout = 60_000;
  }

  static async listen(options: UpstreamServerOptions): Promise<UpstreamServer> {
    const upstream = new UpstreamServer(options);
    await new Promise<void>((listening, failed) => {
      upstream.#server.once("error", failed);
      upstream.#server.listen(options.port, "127.0.0.1", listening);
    });
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What arrived since the visit began, in the order of arrival. */
  get arrived(): readonly ArrivedCall[] {
    return [...this.#arrived];
  }

  /** Forgets what arrived, and sets counts and replacements anew. */
  beginVisit(replacements: Readonly<Record<CallName, Replacement>> = {}): void {
    this.#arrived = [];
    this.#earlier = new Map();
    this.#replacements = Object.entries(replacements).map(([name, by]) => ({ name, by }));
  }

  setMix(mix: LatencyMix): void {
    this.#mix = mix;
  }

  /** While on, every connection is cut: it ends an app that would ask for ever. */
  cutAll(on: boolean): void {
    this.#cutting = on;
  }

  /** Cuts what is still open. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startMs = performance.now();
    const url = new URL(request.url ?? "/", "http://upstream");
    const path = (request.url ?? "/").split("?", 1)[0]!;
    const method = request.method ?? "GET";
    const headers = plainHeaders(request);
    const body = await readBody(request);
    const call: Arrived = {
      method,
      path,
      query: url.search.slice(1),
      headers: chosenHeaders(headers),
      body,
      startMs,
      endMs: undefined,
      answer: undefined,
    };
    if (this.#arrived.length < MAX_ARRIVED) this.#arrived.push(call);
    // A visit that begins while this call is answered takes the list away: the call still belongs to the old one.
    const ofVisit = this.#arrived;

    const matched = this.#routes.match(method, path);
    if (matched === undefined) this.#options.onUnknown?.(`${method} ${path}`);
    const key = `${method} ${request.url} ${body}`;
    const earlier = this.#earlier.get(key) ?? 0;
    this.#earlier.set(key, earlier + 1);
    const asked: UpstreamRequest = {
      method,
      path,
      query: url.searchParams,
      headers,
      body: parseBody(headers["content-type"], body),
      earlier,
      params: matched?.params ?? {},
    };
    const replacement = this.#replacement(call, ofVisit);
    const answer = replacement === undefined || replacement === "slow" ? answerOf(matched, asked) : replacement;

    const latency = this.#latency(matched, `${key} ${earlier}`) + (replacement === "slow" ? SLOW_MS : 0);
    const wait = answer === "timeout" ? TIMEOUT_MS : latency;
    // Loopback and parsing have taken some of it already.
    await delay(Math.max(0, wait - (performance.now() - startMs)), undefined, { signal: this.#closing.signal }).catch(
      () => undefined,
    );
    if (answer === "timeout" || answer === "reset") response.destroy();
    else {
      call.answer = answer;
      send(response, answer);
    }
    call.endMs = performance.now();
  }

  #replacement(call: Arrived, ofVisit: readonly Arrived[]): Replacement | undefined {
    if (this.#cutting) return "reset";
    for (const { name, by } of this.#replacements) {
      const part = parseCallName(name);
      if (!fitsName(part, call.method, call.path)) continue;
      const nth = ofVisit.filter((other) => fitsName(part, other.method, other.path)).indexOf(call) + 1;
      if (part.nth === undefined || part.nth === nth) return by;
    }
    return this.#options.replaceAtRandom?.(`${call.method} ${call.path}`);
  }

  #latency(matched: RouteMatch | undefined, key: string): number {
    if (matched === undefined) return 0;
    const { latencyMs, path } = matched.route;
    return latencyOf(this.#mix, {
      latencyMs,
      slow: path === this.#slowPath,
      seed: `${this.#options.seed ?? "1"} ${key}`,
    });
  }
}

type Arrived = { -readonly [Key in keyof ArrivedCall]: ArrivedCall[Key] };

/** The template that is slow in the mix `slow-dependency`: that of the longest latency, the first of equals. */
function slowest(upstream: Upstream): string | undefined {
  return [...upstream].sort((a, b) => b.latencyMs - a.latencyMs)[0]?.path;
}

function answerOf(matched: RouteMatch | undefined, request: UpstreamRequest): UpstreamAnswer {
  if (matched === undefined)
    return { status: 501, json: { error: `no upstream route for ${request.method} ${request.path}` } };
  return matched.route.answer(request);
}

function send(response: ServerResponse, { status, headers, json, text }: UpstreamAnswer): void {
  const type = json === undefined ? "text/plain; charset=utf-8" : "application/json";
  const body = json === undefined ? (text ?? "") : JSON.stringify(json);
  response.writeHead(status ?? 200, { "content-type": type, "content-length": Buffer.byteLength(body), ...headers });
  response.end(body);
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error("A body too large for a fixture's upstream.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
