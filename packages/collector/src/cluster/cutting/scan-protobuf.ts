import { WireReader } from "../../ingest/protobuf/wire-reader.ts";
import { tooManySpans } from "../../ingest/read-error.ts";
import type { TraceWords } from "../homes.ts";
import { PieceBuilder } from "./piece-builder.ts";
import { type ByteRange, type ResourceGroup, type ScopeGroup, writeParts } from "./protobuf-parts.ts";
import type { ScannedBody } from "./scanned-body.ts";

const LOOSE = -1;

/** Finds the trace of every span of an `ExportTraceServiceRequest`, and decodes nothing else. */
export function scanProtobuf(body: Buffer, maxSpans: number): ScannedBody {
  return new Scan(body, maxSpans).run();
}

class Scan {
  readonly #body: Buffer;
  readonly #wire: WireReader;
  readonly #maxSpans: number;
  readonly #builder = new PieceBuilder();
  #seen = 0;
  #loose = 0;
  /** Where the id of the last span's trace stands, and its piece: the next span is likely of the same. */
  #lastAt = -1;
  #lastPiece = LOOSE;

  constructor(body: Buffer, maxSpans: number) {
    this.#body = body;
    this.#wire = new WireReader(body);
    this.#maxSpans = maxSpans;
  }

  run(): ScannedBody {
    const wire = this.#wire;
    const end = this.#body.length;
    const resources: ResourceGroup[] = [];
    while (wire.pos < end) {
      const tag = wire.tag();
      // resource_spans
      if (tag === 0x0a) resources.push(this.#resource(wire.stop(end)));
      else wire.skip(tag, end);
    }
    wire.close(end);
    const body = this.#body;
    return {
      pieces: this.#builder.pieces,
      loose: this.#loose,
      parts: (binOf, bins, looseBin) => writeParts({ body, resources, binOf, bins, looseBin }),
    };
  }

  #resource(end: number): ResourceGroup {
    const wire = this.#wire;
    const heads: ByteRange[] = [];
    const scopes: ScopeGroup[] = [];
    while (wire.pos < end) {
      const start = wire.pos;
      const tag = wire.tag();
      // scope_spans
      if (tag === 0x12) scopes.push(this.#scope(wire.stop(end)));
      else {
        wire.skip(tag, end);
        heads.push({ start, end: wire.pos });
      }
    }
    wire.close(end);
    return { heads, scopes };
  }

  #scope(end: number): ScopeGroup {
    const wire = this.#wire;
    const heads: ByteRange[] = [];
    const spans: ScopeGroup["spans"][number][] = [];
    while (wire.pos < end) {
      const start = wire.pos;
      const tag = wire.tag();
      // spans
      if (tag === 0x12) {
        const stop = wire.stop(end);
        spans.push({ start, end: stop, piece: this.#span(stop) });
        wire.pos = stop;
      } else {
        wire.skip(tag, end);
        heads.push({ start, end: wire.pos });
      }
    }
    wire.close(end);
    return { heads, spans };
  }

  /** Which piece it belongs to. Every encoder writes the ids first: the rest of the span is not looked at. */
  #span(end: number): number {
    this.#seen += 1;
    if (this.#seen > this.#maxSpans) throw tooManySpans(this.#maxSpans);
    const wire = this.#wire;
    let traceAt = -1;
    let spanAt = -1;
    while (wire.pos < end && (traceAt < 0 || spanAt < 0)) {
      const tag = wire.tag();
      if (tag === 0x0a) traceAt = wire.id(16, wire.stop(end));
      else if (tag === 0x12) spanAt = wire.id(8, wire.stop(end));
      else wire.skip(tag, end);
    }
    if (traceAt < 0 || spanAt < 0) {
      this.#loose += 1;
      return LOOSE;
    }
    const piece = this.#pieceAt(traceAt);
    this.#builder.add(piece, wire.view.getUint32(spanAt), wire.view.getUint32(spanAt + 4));
    return piece;
  }

  #pieceAt(at: number): number {
    const wire = this.#wire;
    if (this.#lastAt >= 0 && wire.isEqual(at, this.#lastAt, 16)) return this.#lastPiece;
    const word = (index: number): number => wire.view.getUint32(at + 4 * index);
    const words = (): TraceWords => [word(0), word(1), word(2), word(3)];
    this.#lastAt = at;
    this.#lastPiece = this.#builder.indexOf(wire.hex(at, 16), words);
    return this.#lastPiece;
  }
}
