import type { InstrumentationScope } from "@opentelemetry/core";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { writeAttributes, writeCount, writeSpan, writeText } from "./encode-span.ts";
import { BYTES, ProtobufWriter } from "./protobuf-writer.ts";

/** One span as it waits to be sent. */
export interface WaitingSpan {
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
  /** Bytes it takes while it waits, as far as they are known. */
  readonly size: number;
  readonly content: Buffer | ReadableSpan;
}

/** How spans are written down, each soon after it ended, and put together into an `ExportTraceServiceRequest`. */
export interface SpanEncoding {
  readonly contentType: string;
  one(span: ReadableSpan): WaitingSpan;
  request(spans: readonly WaitingSpan[]): Buffer;
}

/**
 * Each span becomes bytes by itself: what waits for the collector is then no work for the garbage collector, and the
 * work comes in small pieces.
 */
export function protobufEncoding(): SpanEncoding {
  const writer = new ProtobufWriter();
  return {
    contentType: "application/x-protobuf",
    one: (span) => {
      writer.clear();
      writeSpan(writer, span);
      const content = writer.take();
      return { resource: span.resource, scope: span.instrumentationScope, size: content.length, content };
    },
    request: (spans) => {
      writer.clear();
      for (const [resource, ofResource] of groupedBy(spans, (span) => span.resource)) {
        writeResource(writer, resource, ofResource);
      }
      return writer.take();
    },
  };
}

/** For collectors that take nothing else: as OpenTelemetry's own exporters write it. */
export const JSON_ENCODING: SpanEncoding = {
  contentType: "application/json",
  one: (span) => ({ resource: span.resource, scope: span.instrumentationScope, size: 0, content: span }),
  request: (spans) => {
    const bytes = JsonTraceSerializer.serializeRequest(spans.map(({ content }) => content as ReadableSpan));
    return Buffer.from(bytes ?? new Uint8Array());
  },
};

function writeResource(writer: ProtobufWriter, resource: Resource, spans: readonly WaitingSpan[]): void {
  writer.tag(1, BYTES);
  const group = writer.open();
  writer.tag(1, BYTES);
  const description = writer.open();
  writeAttributes(writer, 1, resource.attributes);
  writeCount(writer, 2, 0);
  writer.close(description);
  for (const [scope, ofScope] of groupedBy(spans, (span) => span.scope)) writeScope(writer, scope, ofScope);
  if (resource.schemaUrl !== undefined) writeText(writer, 3, resource.schemaUrl);
  writer.close(group);
}

function writeScope(writer: ProtobufWriter, scope: InstrumentationScope, spans: readonly WaitingSpan[]): void {
  writer.tag(2, BYTES);
  const group = writer.open();
  writer.tag(1, BYTES);
  const description = writer.open();
  writeText(writer, 1, scope.name);
  if (scope.version !== undefined && scope.version !== "") writeText(writer, 2, scope.version);
  writer.close(description);
  for (const { content } of spans) {
    writer.tag(2, BYTES);
    const span = writer.open();
    writer.raw(content as Buffer);
    writer.close(span);
  }
  if (scope.schemaUrl !== undefined && scope.schemaUrl !== "") writeText(writer, 3, scope.schemaUrl);
  writer.close(group);
}

function groupedBy<Key>(spans: readonly WaitingSpan[], keyOf: (span: WaitingSpan) => Key): Map<Key, WaitingSpan[]> {
  const groups = new Map<Key, WaitingSpan[]>();
  for (const span of spans) {
    const key = keyOf(span);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [span]);
    else group.push(span);
  }
  return groups;
}
