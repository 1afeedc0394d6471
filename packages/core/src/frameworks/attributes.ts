import type { Span } from "../model/span.ts";

/** First of the named attributes that is a non-empty text. Semantic conventions were renamed: list the current name first. */
export function textOf(span: Span, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = span.attributes[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

/** First of the named attributes that is a finite number, or a text that spells one (SvelteKit sends some as text). */
export function numberOf(span: Span, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = span.attributes[name];
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
  }
  return undefined;
}

/** True for `true` and `"true"`. */
export function flagOf(span: Span, name: string): boolean {
  const value = span.attributes[name];
  return value === true || value === "true";
}

export function methodOf(span: Span): string | undefined {
  return textOf(span, "http.request.method", "http.method")?.toUpperCase();
}

export function statusOf(span: Span): number | undefined {
  return numberOf(span, "http.response.status_code", "http.status_code");
}

/** The full URL, put together from its parts where the sender split it. */
export function urlOf(span: Span): string | undefined {
  const full = textOf(span, "url.full", "http.url");
  if (full !== undefined) return full;
  const path = textOf(span, "url.path", "http.target");
  const host = textOf(span, "server.address", "net.peer.name", "http.host");
  if (host === undefined) return path;
  const scheme = textOf(span, "url.scheme", "http.scheme") ?? "http";
  const port = host.includes(":") ? undefined : numberOf(span, "server.port", "net.peer.port");
  return `${scheme}://${host}${port === undefined ? "" : `:${port}`}${path ?? "/"}`;
}
