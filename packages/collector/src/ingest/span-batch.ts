import type { Resource, Span } from "@weir/core";

/** What one export request held, read by either reader. */
export interface SpanBatch<One extends SpanHead = Span> {
  readonly spans: readonly One[];
  /** Every resource of the request, also those without spans. */
  readonly resources: readonly Resource[];
  /** Spans left out because they are invalid; the sender is told. */
  readonly rejected: ReadonlyMap<Rejection, number>;
  /** Attributes, span events and links left out because a span held more or longer ones than `ReadLimits` allow. */
  readonly cut: number;
}

/** What of a span its grouping goes by. */
export type SpanHead = Pick<Span, "traceId" | "spanId" | "resource">;

/**
 * What was looked through and found readable, every span of it. The spans themselves are made when they are wanted: for the
 * seconds in which a trace is open its bytes take a fraction of what they would.
 */
export interface CheckedBatch extends SpanBatch<SpanHead> {
  readonly bytes: SpanBytes;
}

export interface SpanBytes {
  /** Bytes that are kept as long as this is. */
  readonly size: number;
  /** The span at this place of `SpanBatch.spans`, made anew. */
  read(index: number): Span;
  /** Its id alone. */
  idOf(index: number): string;
}

/** Why a span cannot be used. */
export type Rejection = "trace-id" | "span-id" | "parent-id" | "kind" | "status" | "time";

export interface ReadLimits {
  /** Spans of one request, invalid ones included; more are an error. */
  readonly maxSpans: number;
  /** Wanted attributes of one span, span event or link. */
  readonly maxAttributes: number;
  readonly maxEvents: number;
  readonly maxLinks: number;
  /** Elements of one array value. */
  readonly maxItems: number;
  /** Bytes of one text. A longer one is left out, not shortened: half a statement would be read as another one. */
  readonly maxTextBytes: number;
  /** Arrays within arrays; deeper is an error. */
  readonly maxDepth: number;
}

export const READ_LIMITS: ReadLimits = {
  maxSpans: 100_000,
  maxAttributes: 128,
  maxEvents: 256,
  maxLinks: 64,
  maxItems: 1_024,
  maxTextBytes: 64 * 1024,
  maxDepth: 8,
};

export function countRejected(batch: Pick<SpanBatch<SpanHead>, "rejected">): number {
  let count = 0;
  for (const some of batch.rejected.values()) count += some;
  return count;
}
