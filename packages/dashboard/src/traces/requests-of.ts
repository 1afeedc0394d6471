import type { TraceView } from "@weir/core";

/** The analysed requests in an answer about a trace, the longest first; several when several processes took part. */
export function requestsOf(
  body: (TraceView & { readonly requests?: readonly TraceView[] }) | undefined,
): readonly TraceView[] {
  if (body === undefined) return [];
  const { requests, ...first } = body;
  const others = (requests ?? []).filter((one) => one.spanId !== first.spanId);
  return [first, ...others];
}
