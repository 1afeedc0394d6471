import type { UpstreamAnswer } from "./upstream.ts";

/** What arrived at the upstream, in the order of arrival. */
export interface ArrivedCall {
  readonly method: string;
  /** Path as sent, without the query. */
  readonly path: string;
  /** Query as sent, without `?`; empty without one. */
  readonly query: string;
  /** Lower-case names; without what a client or a tracer adds by itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds of the upstream's monotonic clock. */
  readonly startMs: number;
  /** When the answer had been handed to the socket; undefined while it has not. */
  readonly endMs: number | undefined;
  /** What it was answered; undefined where the connection was cut. */
  readonly answer: UpstreamAnswer | undefined;
}

const NOT_SENT_BY_THE_APP =
  /^(?:host|connection|keep-alive|user-agent|accept.*|content-length|transfer-encoding|sec-fetch-.*|cache-control|pragma|traceparent|tracestate|baggage|origin|referer)$/;

/** Headers the app itself chose. */
export function chosenHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_SENT_BY_THE_APP.test(name)));
}

/** Everything of a call that the app decided; two calls with the same text asked for the same. */
export function sentText({ method, path, query, headers, body }: ArrivedCall): string {
  const lines = Object.entries(headers)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path}${query === "" ? "" : `?${query}`}`, ...lines, body].join("\n");
}
