import type { AttributeValue, Resource } from "@weir/core";
import { tooManySpans } from "../read-error.ts";
import { toResource } from "../resource.ts";
import {
  type CheckedBatch,
  READ_LIMITS,
  type ReadLimits,
  type Rejection,
  type SpanBatch,
  type SpanHead,
} from "../span-batch.ts";
import { RESOURCE_KEYS } from "../wanted-keys.ts";
import { KeyMatcher } from "./key-matcher.ts";
import { SpanPlaces } from "./span-places.ts";
import { SpanReader } from "./span-reader.ts";
import { ValueReader } from "./value-reader.ts";
import { WireReader } from "./wire-reader.ts";

const resourceKeys = new KeyMatcher(RESOURCE_KEYS, "none");

/**
 * Reads an `ExportTraceServiceRequest` (`TracesData` has the same form): the fields core uses, of every valid span.
 *
 * @throws WeirError `WEIR_OTLP_MALFORMED`, `WEIR_OTLP_TOO_DEEP`, `WEIR_OTLP_TOO_MANY_SPANS`; never a partial result.
 */
export function readSpans(bytes: Buffer, limits: ReadLimits = READ_LIMITS): SpanBatch {
  return new RequestReader(bytes, limits, (reader, end, scope, resource) => reader.read(end, scope, resource)).read();
}

/**
 * Goes through a request like `readSpans`, with the same errors and rejections, and makes no spans: `bytes` answers them
 * when they are wanted.
 */
export function checkSpans(bytes: Buffer, limits: ReadLimits = READ_LIMITS): CheckedBatch {
  const places = new SpanPlaces(bytes, limits);
  const check: ReadSpan<SpanHead> = (reader, end, scope, resource, start) => {
    const head = reader.check(end, scope, resource);
    if (typeof head === "object") places.add({ start, end, id: reader.idAt }, scope, resource);
    return head;
  };
  return { ...new RequestReader(bytes, limits, check).read(), bytes: places };
}

/** Reads a span from the reader's position, `start`, to `end`. */
type ReadSpan<One> = (
  reader: SpanReader,
  end: number,
  scope: string,
  resource: Resource,
  start: number,
) => One | Rejection;

class RequestReader<One extends SpanHead> {
  readonly #wire: WireReader;
  readonly #limits: ReadLimits;
  readonly #values: ValueReader;
  readonly #spanReader: SpanReader;
  readonly #readSpan: ReadSpan<One>;
  readonly #spans: One[] = [];
  readonly #resources: Resource[] = [];
  readonly #rejected = new Map<Rejection, number>();
  #seen = 0;

  constructor(bytes: Buffer, limits: ReadLimits, readSpan: ReadSpan<One>) {
    this.#wire = new WireReader(bytes);
    this.#limits = limits;
    this.#values = new ValueReader(this.#wire, limits);
    this.#spanReader = new SpanReader(this.#wire, this.#values, limits);
    this.#readSpan = readSpan;
  }

  read(): SpanBatch<One> {
    const wire = this.#wire;
    const end = wire.bytes.length;
    while (wire.pos < end) {
      const tag = wire.tag();
      // resource_spans
      if (tag === 0x0a) this.#resourceSpans(wire.stop(end));
      else wire.skip(tag, end);
    }
    wire.close(end);
    const cut = this.#values.cut + this.#spanReader.cut;
    return { spans: this.#spans, resources: this.#resources, rejected: this.#rejected, cut };
  }

  /** Fields may come in any order, and a span needs its resource and scope: those are looked up first. */
  #resourceSpans(end: number): void {
    const wire = this.#wire;
    const start = wire.pos;
    const resource = this.#resource(this.#find(0x0a, end));
    this.#resources.push(resource);
    wire.pos = start;
    while (wire.pos < end) {
      const tag = wire.tag();
      // scope_spans
      if (tag === 0x12) this.#scopeSpans(wire.stop(end), resource);
      else wire.skip(tag, end);
    }
    wire.close(end);
  }

  #scopeSpans(end: number, resource: Resource): void {
    const wire = this.#wire;
    const start = wire.pos;
    const scope = this.#scope(this.#find(0x0a, end));
    wire.pos = start;
    while (wire.pos < end) {
      const tag = wire.tag();
      // spans
      if (tag === 0x12) this.#span(wire.stop(end), scope, resource);
      else wire.skip(tag, end);
    }
    wire.close(end);
  }

  #span(end: number, scope: string, resource: Resource): void {
    this.#seen += 1;
    if (this.#seen > this.#limits.maxSpans) throw tooManySpans(this.#limits.maxSpans);
    const span = this.#readSpan(this.#spanReader, end, scope, resource, this.#wire.pos);
    if (typeof span === "object") this.#spans.push(span);
    else this.#rejected.set(span, (this.#rejected.get(span) ?? 0) + 1);
  }

  /** Goes to the first field with this tag and answers where it ends; at the message's end when there is none. */
  #find(wanted: number, end: number): number {
    const wire = this.#wire;
    while (wire.pos < end) {
      const tag = wire.tag();
      if (tag === wanted) return wire.stop(end);
      wire.skip(tag, end);
    }
    wire.close(end);
    return end;
  }

  #resource(end: number): Resource {
    const wire = this.#wire;
    const attributes: Record<string, AttributeValue> = {};
    let room = this.#limits.maxAttributes;
    while (wire.pos < end) {
      const tag = wire.tag();
      // attributes
      if (tag === 0x0a) room -= this.#values.keyValue(wire.stop(end), resourceKeys, attributes, room);
      else wire.skip(tag, end);
    }
    wire.close(end);
    return toResource(attributes);
  }

  #scope(end: number): string {
    const wire = this.#wire;
    let name = "";
    while (wire.pos < end) {
      const tag = wire.tag();
      // name
      if (tag === 0x0a) name = this.#values.name(wire.stop(end));
      else wire.skip(tag, end);
    }
    wire.close(end);
    return name;
  }
}
