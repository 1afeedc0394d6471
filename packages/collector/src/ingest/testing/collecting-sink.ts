import type { Span } from "@weir/core";
import { type Delivery, type SpanSink, wholeSpans } from "../span-sink.ts";

/** A sink that keeps what it is given, and has as much room as a test says. */
export class CollectingSink implements SpanSink {
  room = Infinity;
  readonly deliveries: Delivery[] = [];
  readonly #seen = new Map<string, Span>();

  get spans(): readonly Span[] {
    return [...this.#seen.values()];
  }

  hasRoom(spans: number): boolean {
    return this.#seen.size + spans <= this.room;
  }

  accept(delivery: Delivery): number {
    this.deliveries.push(delivery);
    const before = this.#seen.size;
    for (const span of wholeSpans(delivery)) this.#seen.set(`${span.traceId} ${span.spanId}`, span);
    return this.#seen.size - before;
  }
}
