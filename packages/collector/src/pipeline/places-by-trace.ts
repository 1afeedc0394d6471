import type { SpanHead } from "../ingest/span-batch.ts";
import { TraceKeys } from "./trace-buffer.ts";

export interface PlacesByTrace {
  /** By trace, in the order they came: where each span stands in its delivery, by span id. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Spans that were there already. */
  readonly repeated: number;
}

/** Spans of one delivery, grouped by trace. Those of one trace mostly stand together. */
export function placesByTrace(spans: readonly SpanHead[]): PlacesByTrace {
  const keys = new TraceKeys();
  const places = new Map<string, Map<string, number>>();
  let repeated = 0;
  let lastKey: string | undefined;
  let last = new Map<string, number>();
  spans.forEach((span, index) => {
    const key = keys.of(span);
    if (key !== lastKey) {
      last = places.get(key) ?? new Map<string, number>();
      if (last.size === 0) places.set(key, last);
      lastKey = key;
    }
    if (last.has(span.spanId)) repeated += 1;
    else last.set(span.spanId, index);
  });
  return { places, repeated };
}
