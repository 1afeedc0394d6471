import type { Span } from "@weir/core";
import type { SpanBytes, SpanHead } from "./span-batch.ts";

/** Where the receiver puts decoded spans. The pipeline implements it; the receiver knows nothing behind it. */
export interface SpanSink {
  /**
   * False when the buffer has no room for so many spans, or for a body of so many bytes: the receiver then answers 503 and
   * keeps nothing.
   */
  hasRoom(spans: number, bytes?: number): boolean;
  /**
   * Takes spans whose bytes are already in the journal. Returns how many were new; the others had been seen
   * (same trace id and span id).
   */
  accept(delivery: Delivery): number;
}

/** Spans as they were read, or what tells them apart and the bytes they can be read from. */
export type Delivery = (WholeDelivery | ByteDelivery) & {
  /** Journal entry that holds their bytes; released once everything read from it is in the store. */
  readonly entry: number;
};

interface WholeDelivery {
  readonly spans: readonly Span[];
  readonly bytes?: undefined;
}

interface ByteDelivery {
  readonly spans: readonly SpanHead[];
  readonly bytes: SpanBytes;
}

/** The spans of a delivery, however it came. */
export function wholeSpans(delivery: Pick<WholeDelivery, "spans" | "bytes"> | ByteDelivery): readonly Span[] {
  const { spans, bytes } = delivery;
  return bytes === undefined ? spans : spans.map((_, index) => bytes.read(index));
}
