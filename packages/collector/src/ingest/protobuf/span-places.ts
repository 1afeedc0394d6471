import type { Resource, Span } from "@weir/core";
import type { SpanBytes } from "../span-batch.ts";
import type { ReadLimits } from "../span-batch.ts";
import { SpanReader } from "./span-reader.ts";
import { ValueReader } from "./value-reader.ts";
import { type SliceableBuffer, WireReader } from "./wire-reader.ts";

/** Where a span, and its id, stand in the bytes. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly id: number;
}

/** Room for so many spans at first; it is doubled as they come. */
const FIRST_SPANS = 32;

/** Spans up to `until`, not included, share what stands around them. */
interface Group {
  readonly scope: string;
  readonly resource: Resource;
  until: number;
}

/**
 * Where each span of a body stands in its bytes, noted while it is read the first time. A span read again is equal to the
 * first: same bytes, same reader, same limits.
 */
export class SpanPlaces implements SpanBytes {
  readonly #bytes: Buffer;
  readonly #limits: ReadLimits;
  /** Start, end and id of each span, one after the other. */
  #places = new Int32Array(3 * FIRST_SPANS);
  #spans = 0;
  readonly #groups: Group[] = [];

  constructor(bytes: Buffer, limits: ReadLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  get size(): number {
    return this.#bytes.length;
  }

  add({ start, end, id }: Place, scope: string, resource: Resource): void {
    const at = 3 * this.#spans;
    if (at === this.#places.length) this.#grow();
    this.#places[at] = start;
    this.#places[at + 1] = end;
    this.#places[at + 2] = id;
    this.#spans += 1;
    const group = this.#groups.at(-1);
    const until = this.#spans;
    if (group?.scope === scope && group.resource === resource) group.until = until;
    else this.#groups.push({ scope, resource, until });
  }

  idOf(index: number): string {
    const at = this.#at(index) + 2;
    const id = this.#places[at] as number;
    return (this.#bytes as SliceableBuffer).hexSlice(id, id + 8);
  }

  read(index: number): Span {
    const at = this.#at(index);
    const [start, end] = [this.#places[at] as number, this.#places[at + 1] as number];
    const group = this.#groupOf(index) as Group;
    const { wire, spans } = readerOf(this.#bytes, this.#limits);
    wire.pos = start;
    const span = spans.read(end, group.scope, group.resource);
    if (typeof span !== "object") throw new Error(`A span that was valid is not: ${span}`);
    return span;
  }

  #at(index: number): number {
    if (!(index >= 0 && index < this.#spans)) throw new Error(`There is no span ${index}`);
    return 3 * index;
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.#places.length);
    grown.set(this.#places);
    this.#places = grown;
  }

  /** Halving: a body may have as many groups as spans. */
  #groupOf(index: number): Group | undefined {
    let [low, high] = [0, this.#groups.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#groups[middle]?.until ?? 0) > index) high = middle;
      else low = middle + 1;
    }
    return this.#groups[low];
  }
}

interface Reader {
  readonly bytes: Buffer;
  readonly limits: ReadLimits;
  readonly wire: WireReader;
  readonly spans: SpanReader;
}

/** Traces of one body are read again one after the other: only the last body's reader is worth keeping. */
let last: WeakRef<Reader> | undefined;

function readerOf(bytes: Buffer, limits: ReadLimits): Reader {
  const known = last?.deref();
  if (known?.bytes === bytes && known.limits === limits) return known;
  const wire = new WireReader(bytes);
  const made = { bytes, limits, wire, spans: new SpanReader(wire, new ValueReader(wire, limits), limits) };
  last = new WeakRef(made);
  return made;
}
