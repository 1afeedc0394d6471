import type { TraceView } from "@weir/core";

/** The analysed requests in an answer about a trace: one, or one per process that took part. */
export function requestsOf(body: unknown): readonly TraceView[] {
  if (typeof body !== "object" || body === null) return [];
  const { calls, requests } = body as { calls?: unknown; requests?: unknown };
  if (Array.isArray(calls)) return [body as TraceView];
  return Array.isArray(requests) ? (requests as readonly TraceView[]) : [];
}
