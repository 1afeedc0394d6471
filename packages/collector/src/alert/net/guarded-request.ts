import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { AddressGuard } from "./address-guard.ts";

/** Kept of an answer; the rest is not read. Bytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

export interface OutgoingRequest {
  readonly method: "GET" | "POST" | "PATCH";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first name to the last byte. Milliseconds. */
  readonly timeoutMs: number;
}

export type Answer =
  | { readonly kind: "answer"; readonly status: number; readonly retryAfter?: string; readonly text: string }
  | { readonly kind: "failure"; readonly reason: `failure.${"timeout" | "network" | "blocked" | "dns" | "tls"}` };

export type Send = (request: OutgoingRequest) => Promise<Answer>;

type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/**
 * Sends requests to addresses that are allowed, and to no other: names are resolved first, every address is judged, and
 * the connection goes to the very address that was judged, so a name that answers differently the next time gains
 * nothing. Redirects are answers like any other. Nothing of the address is in a failure.
 */
export function guardedSend(allow: readonly string[], resolve: Resolve = resolveName): Send {
  const guard = new AddressGuard(allow);
  return async (request) => {
    const signal = AbortSignal.timeout(request.timeoutMs);
    const url = new URL(request.url);
    const address = await allowedAddress(url.hostname, guard, resolve, signal);
    if ("kind" in address) return address;
    return sendTo(url, address, request, signal);
  };
}

async function allowedAddress(
  hostname: string,
  guard: AddressGuard,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<LookupAddress | Answer> {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(host);
  const found = family === 0 ? await settled(resolve(host), signal) : [{ address: host, family }];
  if (found === undefined) return { kind: "failure", reason: signal.aborted ? "failure.timeout" : "failure.dns" };
  // One bad address among good ones is enough: which one is used is chance.
  if (found.some(({ address }) => guard.refusal(address) !== undefined)) {
    return { kind: "failure", reason: "failure.blocked" };
  }
  return found[0] ?? { kind: "failure", reason: "failure.dns" };
}

/** The value, or `undefined` when it fails or takes too long: a name server that stalls must not hold a sender. */
async function settled<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return Promise.race([work.catch(() => undefined), aborted]);
}

function sendTo(url: URL, address: LookupAddress, request: OutgoingRequest, signal: AbortSignal): Promise<Answer> {
  const { method, headers, body } = request;
  const options: RequestOptions = {
    method,
    signal,
    agent: false,
    headers: {
      "user-agent": "weir",
      ...headers,
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    },
    lookup: (_host, { all }, done) => {
      if (all === true) done(null, [address]);
      else done(null, address.address, address.family);
    },
  };
  return new Promise((resolve) => {
    const failed = (error: Error): void => resolve(failureOf(error, signal));
    const sent = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = (): void => {
        const retryAfter = answer.headers["retry-after"];
        resolve({
          kind: "answer",
          status: answer.statusCode ?? 0,
          ...(retryAfter === undefined ? {} : { retryAfter }),
          text: Buffer.concat(chunks).toString("utf8"),
        });
      };
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
        else {
          done();
          answer.destroy();
        }
      });
      answer.on("end", done);
      answer.on("error", failed);
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

function failureOf(error: Error & { readonly code?: unknown }, signal: AbortSignal): Answer {
  if (signal.aborted) return { kind: "failure", reason: "failure.timeout" };
  const code = typeof error.code === "string" ? error.code : "";
  const tls = code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL") || code.includes("CERT") || code === "EPROTO";
  return { kind: "failure", reason: tls ? "failure.tls" : "failure.network" };
}

function resolveName(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, found) => {
      if (error === null) resolve(found);
      else reject(error);
    });
  });
}
