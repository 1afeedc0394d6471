/** Set by machines for machines: no program takes a value from these to make a later request. */
const IGNORED =
  /^(?:traceparent|tracestate|baggage|b3|x-b3-.*|user-agent|accept(?:-.*)?|connection|host|content-(?:type|length|encoding|security-policy.*)|transfer-encoding|keep-alive|upgrade|te|trailer|via|forwarded|x-forwarded-(?:proto|port|host|for)|sec-.*|cache-control|pragma|date|age|expires|vary|server|server-timing|x-powered-by|strict-transport-security|alt-svc|x-request-id|x-correlation-id|idempotency-key|retry-after|(?:x-)?rate-?limit.*|access-control-.*|origin|referer|dnt|purpose|rsc|next-router-.*|timing-allow-origin)$/;

/** Names remembered: the same few come with every request. */
export const MAX_NAMES = 500;
const known = new Map<string, boolean>();

export function isIgnoredHeader(name: string): boolean {
  let ignored = known.get(name);
  if (ignored === undefined) {
    ignored = IGNORED.test(name);
    if (known.size >= MAX_NAMES) known.clear();
    known.set(name, ignored);
  }
  return ignored;
}

/** `Bearer abc` and `abc` are the same credential. */
export function withoutScheme(value: string): string {
  return value.replace(/^(?:bearer|basic|token)\s+/i, "");
}
