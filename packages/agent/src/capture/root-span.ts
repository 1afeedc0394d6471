import { SpanKind } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import type { InboundRequest, InboundText } from "../evidence/probe.ts";
import { pathTemplate } from "../redact/path-template.ts";
import type { Arrived, InboundHeaders } from "./context-keys.ts";

export const KIT_ROOT = "sveltekit.handle.root";

/** SvelteKit runs `event.fetch` of one of the app's own routes as a request inside the request. */
export function isSubRequest(span: ReadableSpan): boolean {
  return span.name === KIT_ROOT && span.attributes["sveltekit.is_sub_request"] === true;
}

/** A span that stands for an inbound request. Having no parent says nothing: a `traceparent` gives it a remote one. */
export function isRequestSpan(span: ReadableSpan): boolean {
  return span.kind === SpanKind.SERVER || span.name === KIT_ROOT;
}

export interface RootDescription {
  /** What requests of one kind have in common as far as the start of the span tells; used to sample evidence. */
  readonly key: string;
  readonly inbound: InboundRequest | undefined;
}

export function describeRoot(
  span: ReadableSpan,
  inbound: InboundHeaders | undefined,
  arrived: Arrived | undefined,
): RootDescription {
  const method = text(span, "http.request.method", "http.method") ?? "GET";
  const url = text(span, "url.full", "http.url", "http.target") ?? pathAndQuery(span);
  const route = text(span, "http.route") ?? pathTemplate(pathOf(url));
  return {
    key: `${method} ${route}`,
    inbound:
      inbound === undefined
        ? undefined
        : { method, url, headers: () => inbound.headers(), body: () => textOf(arrived?.body) },
  };
}

function textOf(body: Arrived["body"]): InboundText | undefined {
  const content = body?.text();
  return body === undefined || content === undefined || content === "" ? undefined : { text: content, type: body.type };
}

function pathAndQuery(span: ReadableSpan): string {
  const query = text(span, "url.query");
  return `${text(span, "url.path") ?? "/"}${query === undefined ? "" : `?${query}`}`;
}

function pathOf(url: string): string {
  const path = url.startsWith("/") ? url : url.replace(/^[a-z]+:\/\/[^/]*/i, "");
  const end = path.search(/[?#]/);
  return end === -1 ? path : path.slice(0, end);
}

function text(span: ReadableSpan, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = span.attributes[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}
