import type { AttributeValue, Span } from "@weir/core";
import { redactName, redactStack, redactStatement, redactUrl, templateUrl } from "./redact-text.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const URLS = ["url.full", "http.url", "http.target", "url.path"] as const;
const STATEMENTS = ["db.query.text", "db.statement"] as const;
const STACK = "code.stacktrace";

/**
 * Takes values out of the spans, in place: query values, credentials, literals in statements, messages above stacks.
 * Our agent has done so already; other SDKs send URLs and statements as they are.
 *
 * Path segments stay, because making templates of them costs five times what reading the span does; core makes them
 * once per call. What keeps spans for longer than a trace is open makes them with `templatePaths`.
 */
export function redactSpans(spans: readonly Span[]): void {
  for (const span of spans as readonly Mutable<Span>[]) {
    span.name = redactName(span.name);
    redactAttributes(span.attributes);
  }
}

function redactAttributes(attributes: Record<string, AttributeValue>): void {
  for (const key of URLS) {
    const url = attributes[key];
    if (url !== undefined) attributes[key] = typeof url === "string" ? redactUrl(url) : "";
  }
  for (const key of STATEMENTS) {
    const text = attributes[key];
    if (text === undefined) continue;
    const system = attributes["db.system.name"] ?? attributes["db.system"] ?? "";
    const redacted = redactStatement(String(text), String(system));
    if (redacted === undefined) delete attributes[key];
    else attributes[key] = redacted;
  }
  const stack = attributes[STACK];
  if (stack !== undefined) attributes[STACK] = redactStack(String(stack));
}

/** Replaces paths by their templates, in place: for spans that are stored. */
export function templatePaths(spans: readonly Span[]): void {
  for (const { attributes } of spans as readonly { readonly attributes: Record<string, AttributeValue> }[]) {
    for (const key of URLS) {
      const url = attributes[key];
      if (typeof url === "string") attributes[key] = templateUrl(url);
    }
  }
}
