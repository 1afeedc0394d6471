import type { Span } from "@weir/core";
import type { SpanBytes } from "./span-batch.ts";

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

export interface Delivery {
  readonly spans: readonly Span[];
  /** Where the spans can be read again, so that they need not be kept. */
  readonly bytes?: SpanBytes;
  /** Journal entry that holds their bytes; released once everything read from it is in the store. */
  readonly entry: number;
}
