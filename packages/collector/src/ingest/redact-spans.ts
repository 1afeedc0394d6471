import type { AttributeValue, Span } from "@weir/core";
import { redactName, redactStack, redactStatement, redactUrl } from "./redact-text.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const URLS = ["url.full", "http.url", "http.target", "url.path"] as const;
const STATEMENTS = ["db.query.text", "db.statement"] as const;
const STACK = "code.stacktrace";

/**
 * Takes values out of the spans, in place: query values, credentials, literals in statements, messages above stacks.
 * Our agent has done so already; other SDKs send URLs and statements as they are.
 *
 * Path segments stay: making a template of each costs five times what reading the span does, and core makes one per
 * call. So these spans must not be stored as they are.
 */
export function redactSpans(spans: readonly Span[]): void {
  for (const span of spans) redactSpan(span);
}

/** The same for one span. */
export function redactSpan(span: Mutable<Span>): void {
  span.name = redactName(span.name);
  redactAttributes(span.attributes);
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
