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
  readonly source: SpanBytes;
  readonly #held: HeldBytes;
  #uses = 0;

  constructor(source: SpanBytes, held: HeldBytes) {
    this.source = source;
    this.#held = held;
  }

  hold(): void {
    if (this.#uses === 0) this.#held.add(this.source.size);
    this.#uses += 1;
  }

  release(): void {
    this.#uses -= 1;
    if (this.#uses === 0) this.#held.add(-this.source.size);
  }
}

/**
 * Spans of one trace that came in one body, each once: places in the bytes, or the spans themselves where they cannot be read
 * again. Spans wait for seconds, and as objects they would be most of the collector's memory and of its garbage collection.
 */
export interface HeldPart {
  readonly size: number;
  /** Called once by each that keeps it, and `release` when it lets go. */
  hold(): void;
  release(): void;
  ids(): string[];
  read(): Span[];
  /** Those whose ids are wanted. */
  filter(isWanted: (spanId: string) => boolean): HeldPart;
}

export class PartOfBody implements HeldPart {
  readonly #body: HeldBody;
  readonly #indices: readonly number[];

  constructor(body: HeldBody, indices: readonly number[]) {
    this.#body = body;
    this.#indices = indices;
  }

  get size(): number {
    return this.#indices.length;
  }

  hold(): void {
    this.#body.hold();
  }

  release(): void {
    this.#body.release();
  }

  ids(): string[] {
    return this.#indices.map((index) => this.#body.source.idOf(index));
  }

  read(): Span[] {
    return this.#indices.map((index) => this.#body.source.read(index));
  }

  filter(isWanted: (spanId: string) => boolean): HeldPart {
    return new PartOfBody(
      this.#body,
      this.#indices.filter((index) => isWanted(this.#body.source.idOf(index))),
    );
  }
}

export class WholeSpans implements HeldPart {
  readonly #spans: Span[];

  constructor(spans: readonly Span[]) {
    this.#spans = [...spans];
  }

  get size(): number {
    return this.#spans.length;
  }

  hold(): void {}

  release(): void {}

  ids(): string[] {
    return this.#spans.map(({ spanId }) => spanId);
  }

  read(): Span[] {
    return [...this.#spans];
  }

  filter(isWanted: (spanId: string) => boolean): HeldPart {
    return new WholeSpans(this.#spans.filter(({ spanId }) => isWanted(spanId)));
  }
}

/** The spans of one trace, each once, from however many bodies. Most traces come in one, and then nothing is made of ids. */
export class HeldSpans {
  readonly #parts: HeldPart[] = [];
  #size = 0;
  /** Made when somebody asks, and kept from then on. */
  #ids: Set<string> | undefined;

  get size(): number {
    return this.#size;
  }

  has(spanId: string): boolean {
    this.#ids ??= new Set(this.#parts.flatMap((part) => part.ids()));
    return this.#ids.has(spanId);
  }

  /** Adds the spans that are new and answers them; of the others nothing is kept. */
  add(part: HeldPart): HeldPart {
    const isNew = this.#size === 0;
    const repeated = isNew ? 0 : part.ids().filter((id) => this.has(id)).length;
    const kept = repeated === 0 ? part : part.filter((id) => !this.has(id));
    if (kept.size === 0) return kept;
    this.#parts.push(kept);
    this.#size += kept.size;
    if (this.#ids !== undefined) for (const id of kept.ids()) this.#ids.add(id);
    return kept;
  }

  /** What is here, and what is new in `later`. */
  with(later: HeldSpans): HeldSpans {
    const both = new HeldSpans();
    for (const part of [...this.#parts, ...later.#parts]) both.add(part);
    return both;
  }

  read(): Span[] {
    return this.#parts.flatMap((part) => part.read());
  }

  ids(): string[] {
    return this.#parts.flatMap((part) => part.ids());
  }

  hold(): void {
    for (const part of this.#parts) part.hold();
  }

  release(): void {
    for (const part of this.#parts) part.release();
  }

  /** Takes over the new spans of another and has it let go of the rest; answers how many those were. */
  absorb(other: HeldSpans): number {
    const before = this.#size;
    for (const part of other.#parts) {
      const kept = this.add(part);
      // A part that is kept, whole or in part, stays held as it is.
      if (kept.size === 0) part.release();
    }
    return other.size - (this.#size - before);
  }
}
