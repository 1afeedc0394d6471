import { arrayIn, asObject, idIn, type JsonObject } from "../../ingest/json/json-fields.ts";
import { parseJson } from "../../ingest/json/parse-json.ts";
import { tooManySpans } from "../../ingest/read-error.ts";
import type { TraceWords } from "../homes.ts";
import { PieceBuilder } from "./piece-builder.ts";
import type { ScannedBody } from "./scanned-body.ts";

interface JsonScope {
  readonly fields: JsonObject;
  readonly spans: readonly { readonly json: unknown; readonly piece: number }[];
}

interface JsonResource {
  readonly fields: JsonObject;
  readonly scopes: readonly JsonScope[];
}

const LOOSE = -1;

/** Finds the trace of every span of a request in OTLP's JSON mapping. */
export function scanJson(body: Buffer, maxSpans: number): ScannedBody {
  const request = body.length === 0 ? {} : asObject(parseJson(body), "The request");
  const builder = new PieceBuilder();
  let seen = 0;
  let loose = 0;
  const pieceOf = (item: unknown): number => {
    seen += 1;
    if (seen > maxSpans) throw tooManySpans(maxSpans);
    const json = asObject(item, "span");
    const traceId = idIn(json, "traceId", 32);
    const spanId = idIn(json, "spanId", 16);
    if (traceId === undefined || spanId === undefined) {
      loose += 1;
      return LOOSE;
    }
    const piece = builder.indexOf(traceId, () => wordsOf(traceId));
    builder.add(piece, wordAt(spanId, 0), wordAt(spanId, 1));
    return piece;
  };
  const resources = arrayIn(request, "resourceSpans").map((item): JsonResource => {
    const { scopeSpans: _, ...fields } = asObject(item, "resourceSpans");
    const scopes = arrayIn(asObject(item, "resourceSpans"), "scopeSpans").map((group): JsonScope => {
      const { spans: __, ...rest } = asObject(group, "scopeSpans");
      const spans = arrayIn(asObject(group, "scopeSpans"), "spans");
      return { fields: rest, spans: spans.map((json) => ({ json, piece: pieceOf(json) })) };
    });
    return { fields, scopes };
  });
  return {
    pieces: builder.pieces,
    loose,
    parts: (binOf, bins, looseBin) => {
      const inBin = (piece: number): number => binOf[piece] ?? looseBin;
      const used = new Set(
        resources.flatMap(({ scopes }) => scopes.flatMap((scope) => scope.spans.map((span) => inBin(span.piece)))),
      );
      return Array.from({ length: bins }, (_, bin) => {
        if (!used.has(bin)) return undefined;
        return used.size === 1 ? body : partOf(resources, (piece) => inBin(piece) === bin);
      });
    },
  };
}

function partOf(resources: readonly JsonResource[], isIn: (piece: number) => boolean): Buffer {
  const resourceSpans = resources.flatMap(({ fields, scopes }) => {
    const scopeSpans = scopes.flatMap((scope) => {
      const spans = scope.spans.filter(({ piece }) => isIn(piece)).map(({ json }) => json);
      return spans.length === 0 ? [] : [{ ...scope.fields, spans }];
    });
    return scopeSpans.length === 0 ? [] : [{ ...fields, scopeSpans }];
  });
  return Buffer.from(JSON.stringify({ resourceSpans }));
}

function wordsOf(traceId: string): TraceWords {
  return [wordAt(traceId, 0), wordAt(traceId, 1), wordAt(traceId, 2), wordAt(traceId, 3)];
}

function wordAt(hex: string, index: number): number {
  return Number.parseInt(hex.slice(8 * index, 8 * index + 8), 16);
}
