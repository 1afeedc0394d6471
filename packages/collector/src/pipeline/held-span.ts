import type { Span } from "@weir/core";
import type { SpanBytes } from "../ingest/span-batch.ts";

/** Bytes of all bodies that spans in memory are read from. A body counts whole, for as long as one of its spans is held. */
export class HeldBytes {
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }
}

/** A body whose spans are held. */
export class HeldBody {
  readonly #source: SpanBytes;
  readonly #held: HeldBytes;
  #uses = 0;

  constructor(source: SpanBytes, held: HeldBytes) {
    this.#source = source;
    this.#held = held;
  }

  read(index: number): Span {
    return this.#source.read(index);
  }

  hold(): void {
    if (this.#uses === 0) this.#held.add(this.#source.size);
    this.#uses += 1;
  }

  release(): void {
    this.#uses -= 1;
    if (this.#uses === 0) this.#held.add(-this.#source.size);
  }
}

/**
 * A span of an open or a recent trace: a place in the bytes it came in, or the span itself where it cannot be read again.
 * Spans wait for seconds, and as objects they would be most of the collector's memory and of its garbage collection.
 */
export interface HeldSpan {
  /** Called once by each that keeps it, and `release` when it lets go. */
  hold(): void;
  release(): void;
  read(): Span;
}

export class SpanInBody implements HeldSpan {
  readonly #body: HeldBody;
  readonly #index: number;

  constructor(body: HeldBody, index: number) {
    this.#body = body;
    this.#index = index;
  }

  hold(): void {
    this.#body.hold();
  }

  release(): void {
    this.#body.release();
  }

  read(): Span {
    return this.#body.read(this.#index);
  }
}

export class WholeSpan implements HeldSpan {
  readonly #span: Span;

  constructor(span: Span) {
    this.#span = span;
  }

  hold(): void {}

  release(): void {}

  read(): Span {
    return this.#span;
  }
}
