import { type Field, fieldsOf, lengthDelimited } from "./protobuf-walk.ts";

/** Which fields of an OTLP message are messages themselves; a field not named here is a leaf. */
interface Schema {
  readonly [field: number]: Schema;
}

const ANY_VALUE: { [field: number]: Schema } = {};
const KEY_VALUE: Schema = { 2: ANY_VALUE };
ANY_VALUE[5] = { 1: ANY_VALUE };
ANY_VALUE[6] = { 1: KEY_VALUE };
const SPAN: Schema = { 9: KEY_VALUE, 11: { 3: KEY_VALUE }, 13: { 4: KEY_VALUE } };
const SCOPE: Schema = { 3: KEY_VALUE };
const SCOPE_SPANS: Schema = { 1: SCOPE, 2: SPAN };
const RESOURCE_SPANS: Schema = { 1: { 1: KEY_VALUE }, 2: SCOPE_SPANS };
const REQUEST: Schema = { 1: RESOURCE_SPANS };

const RESOURCE_SPANS_FIELD = 1;
const SCOPE_SPANS_FIELD = 2;
const SPAN_FIELD = 2;
const TRACE_ID_FIELD = 1;
const NAME_FIELD = 5;

/** Trace ids, in hex, of the spans with this name. */
export function tracesWith(batch: Uint8Array, spanName: string): readonly string[] {
  const found: string[] = [];
  for (const resource of inner(batch, RESOURCE_SPANS_FIELD)) {
    for (const scope of inner(resource, SCOPE_SPANS_FIELD)) {
      for (const span of inner(scope, SPAN_FIELD)) {
        const [name] = inner(span, NAME_FIELD);
        const [id] = inner(span, TRACE_ID_FIELD);
        if (name !== undefined && id !== undefined && text(name) === spanName) found.push(hex(id));
      }
    }
  }
  return found;
}

/**
 * The spans of one trace out of several OTLP requests, as one request, with texts rewritten: paths of the machine it
 * was captured on have no place in a fixture. Every other byte stays as the exporter wrote it.
 */
export function neutralTrace(
  batches: readonly Uint8Array[],
  traceId: string,
  rewrites: readonly (readonly [string, string])[],
): Uint8Array {
  const kept = batches.flatMap((batch) =>
    inner(batch, RESOURCE_SPANS_FIELD).flatMap((resource) => onlyTrace(resource, traceId)),
  );
  const request = Buffer.concat(kept.map((resource) => lengthDelimited(RESOURCE_SPANS_FIELD, resource)));
  return rewritten(request, REQUEST, rewrites);
}

function onlyTrace(resourceSpans: Uint8Array, traceId: string): readonly Uint8Array[] {
  let any = false;
  const ofTrace = (field: Field): boolean => {
    if (field.number !== SPAN_FIELD || field.content === undefined) return true;
    const [id] = inner(field.content, TRACE_ID_FIELD);
    return id !== undefined && hex(id) === traceId;
  };
  const parts = fieldsOf(resourceSpans).map((field) => {
    if (field.number !== SCOPE_SPANS_FIELD || field.content === undefined) return field.bytes;
    const spans = fieldsOf(field.content).filter(ofTrace);
    if (!spans.some(({ number }) => number === SPAN_FIELD)) return Buffer.alloc(0);
    any = true;
    return lengthDelimited(field.number, Buffer.concat(spans.map(({ bytes }) => bytes)));
  });
  return any ? [Buffer.concat(parts)] : [];
}

function rewritten(message: Uint8Array, schema: Schema, rewrites: readonly (readonly [string, string])[]): Uint8Array {
  const parts = fieldsOf(message).map((field) => {
    const { number, content, bytes } = field;
    if (content === undefined) return bytes;
    const nested = schema[number];
    if (nested !== undefined) return lengthDelimited(number, rewritten(content, nested, rewrites));
    const before = Buffer.from(content);
    if (!rewrites.some(([from]) => before.includes(from))) return bytes;
    const after = rewrites.reduce((words, [from, to]) => words.replaceAll(from, to), before.toString("utf8"));
    return lengthDelimited(number, Buffer.from(after));
  });
  return Buffer.concat(parts);
}

function inner(message: Uint8Array, number: number): readonly Uint8Array[] {
  return fieldsOf(message).flatMap((field) =>
    field.number === number && field.content !== undefined ? [field.content] : [],
  );
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
