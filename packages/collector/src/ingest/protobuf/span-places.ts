import type { Resource, Span } from "@weir/core";
import type { SpanBytes } from "../span-batch.ts";
import type { ReadLimits } from "../span-batch.ts";
import { SpanReader } from "./span-reader.ts";
import { ValueReader } from "./value-reader.ts";
import { WireReader } from "./wire-reader.ts";

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
  /** Start and end of each span, one after the other. */
  readonly #places: number[] = [];
  readonly #groups: Group[] = [];

  constructor(bytes: Buffer, limits: ReadLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  get size(): number {
    return this.#bytes.length;
  }

  add(start: number, end: number, scope: string, resource: Resource): void {
    this.#places.push(start, end);
    const group = this.#groups.at(-1);
    const until = this.#places.length / 2;
    if (group?.scope === scope && group.resource === resource) group.until = until;
    else this.#groups.push({ scope, resource, until });
  }

  read(index: number): Span {
    const [start, end] = [this.#places[index * 2], this.#places[index * 2 + 1]];
    const group = this.#groupOf(index);
    if (start === undefined || end === undefined || group === undefined) throw new Error(`There is no span ${index}`);
    const { wire, spans } = readerOf(this.#bytes, this.#limits);
    wire.pos = start;
    const span = spans.read(end, group.scope, group.resource);
    if (typeof span !== "object") throw new Error(`A span that was valid is not: ${span}`);
    return span;
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
