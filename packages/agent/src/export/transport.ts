import { readFileSync } from "node:fs";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { context, ROOT_CONTEXT } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import type { Exporting } from "../config/config.ts";
import { countFailure, guard } from "../guard.ts";
import { agentState } from "../state.ts";

/** More of an answer than this is not read. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface Outgoing {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly timeoutMs: number;
}

export type Answer =
  | { readonly kind: "answered"; readonly status: number; readonly retryAfter?: string; readonly body: Buffer }
  | { readonly kind: "failed"; readonly reason: string };

/** The agent's private way to the collector: never traced, never recorded, never keeping the process alive. */
export class Transport {
  readonly #http = new HttpAgent({ keepAlive: true, maxSockets: 2 });
  readonly #https: HttpsAgent;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(headers: Readonly<Record<string, string>>, exporting: Exporting) {
    this.#headers = headers;
    this.#https = new HttpsAgent({ keepAlive: true, maxSockets: 2, ...certificates(exporting) });
  }

  /** Never rejects. */
  send(outgoing: Outgoing): Promise<Answer> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        request.destroy();
        resolve({ kind: "failed", reason: "timeout" });
      }, outgoing.timeoutMs);
      timer.unref();
      const settle = (answer: Answer): void => {
        clearTimeout(timer);
        resolve(answer);
      };
      const request = this.open(outgoing, (response) => collect(response, settle));
      request.on("error", (error: NodeJS.ErrnoException) =>
        settle({ kind: "failed", reason: error.code ?? error.name }),
      );
      request.end(outgoing.body);
    });
  }

  /** The raw exchange, for an answer that streams. */
  open(outgoing: Outgoing, answered: (response: IncomingMessage) => void): ReturnType<typeof httpRequest> {
    const url = new URL(outgoing.url);
    const secure = url.protocol === "https:";
    const options: RequestOptions = {
      method: outgoing.method,
      agent: secure ? this.#https : this.#http,
      headers: {
        ...this.#headers,
        ...outgoing.headers,
        ...(outgoing.body === undefined ? {} : { "content-length": outgoing.body.length }),
      },
    };
    return untraced(() => {
      const request = (secure ? httpsRequest : httpRequest)(url, options, guard("answer", answered));
      request.on("socket", (socket) => socket.unref());
      return request;
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

/** Marked twice: for other instrumentations in the context, for ours even where no context manager works. */
function untraced<Result>(work: () => Result): Result {
  const state = agentState();
  const before = state.sending === true;
  state.sending = true;
  try {
    return context.with(suppressTracing(ROOT_CONTEXT), work);
  } finally {
    state.sending = before;
  }
}

function collect(response: IncomingMessage, settle: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
  });
  response.on("error", (error: NodeJS.ErrnoException) => settle({ kind: "failed", reason: error.code ?? error.name }));
  response.on("end", () => {
    const retryAfter = response.headers["retry-after"];
    settle({
      kind: "answered",
      status: response.statusCode ?? 0,
      body: Buffer.concat(chunks),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  });
}

function certificates(exporting: Exporting): { ca?: Buffer; key?: Buffer; cert?: Buffer } {
  const ca = readOptional(exporting.certificate);
  const key = readOptional(exporting.clientKey);
  const cert = readOptional(exporting.clientCertificate);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(key === undefined ? {} : { key }),
    ...(cert === undefined ? {} : { cert }),
  };
}

function readOptional(path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(/* turbopackIgnore: true */ path);
  } catch (error) {
    countFailure("reading a certificate", error);
    return undefined;
  }
}
