import type { Exemplar } from "./port.ts";

/** What a stored trace is, without its bytes and without what only an adapter knows. */
export function toExemplar(trace: Exemplar): Exemplar {
  const { service, env, routeKey, fingerprints, traceId, spanId, ts, version, duration, saved } = trace;
  return { service, env, routeKey, fingerprints, traceId, spanId, ts, version, duration, saved };
}
