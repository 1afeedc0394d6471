import type { Attributes, AttributeValue, Link, SpanContext } from "@opentelemetry/api";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace-base";
import { Remembered } from "../remembered.ts";
import { BYTES, FIXED32, FIXED64, nanos, type ProtobufWriter, VARINT } from "./protobuf-writer.ts";

/** Bits of a span's flags that say whether its parent is known to be local, besides those of the trace context. */
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;
/** Attribute keys whose bytes are remembered: they are the same few in every span. */
const MAX_KEYS = 2000;

/** Writes the fields of one `opentelemetry.proto.trace.v1.Span`, numbered as in its definition. */
export function writeSpan(writer: ProtobufWriter, span: ReadableSpan): void {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  writeIds(writer, context);
  if (parent?.spanId !== undefined && parent.spanId !== "") {
    writer.tag(4, BYTES);
    writer.hex(parent.spanId);
  }
  writeText(writer, 5, span.name);
  writeCount(writer, 6, span.kind + 1);
  writeTime(writer, 7, span.startTime);
  writeTime(writer, 8, span.endTime);
  writeAttributes(writer, 9, span.attributes);
  writeCount(writer, 10, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(writer, event);
  writeCount(writer, 12, span.droppedEventsCount);
  for (const link of span.links) writeLink(writer, link);
  writeCount(writer, 14, span.droppedLinksCount);
  writer.tag(15, BYTES);
  const status = writer.open();
  if (span.status.message !== undefined && span.status.message !== "") writeText(writer, 2, span.status.message);
  writeCount(writer, 3, span.status.code);
  writer.close(status);
  writeFlags(writer, 16, context.traceFlags, parent?.isRemote);
}

export function writeText(writer: ProtobufWriter, field: number, text: string): void {
  writer.tag(field, BYTES);
  writer.string(text);
}

export function writeCount(writer: ProtobufWriter, field: number, count: number): void {
  writer.tag(field, VARINT);
  writer.varint(count);
}

export function writeAttributes(writer: ProtobufWriter, field: number, attributes: Attributes): void {
  for (const key of Object.keys(attributes)) {
    writer.tag(field, BYTES);
    const pair = writer.open();
    writer.raw(keys.of(key));
    writer.tag(2, BYTES);
    const value = writer.open();
    writeValue(writer, attributes[key]);
    writer.close(value);
    writer.close(pair);
  }
}

function writeIds(writer: ProtobufWriter, { traceId, spanId, traceState }: SpanContext): void {
  writer.tag(1, BYTES);
  writer.hex(traceId);
  writer.tag(2, BYTES);
  writer.hex(spanId);
  const state = traceState?.serialize() ?? "";
  if (state !== "") writeText(writer, 3, state);
}

function writeTime(writer: ProtobufWriter, field: number, time: readonly [number, number]): void {
  writer.tag(field, FIXED64);
  nanos(writer, time);
}

function writeEvent(writer: ProtobufWriter, { time, name, attributes, droppedAttributesCount }: TimedEvent): void {
  writer.tag(11, BYTES);
  const event = writer.open();
  writeTime(writer, 1, time);
  writeText(writer, 2, name);
  if (attributes !== undefined) writeAttributes(writer, 3, attributes);
  writeCount(writer, 4, droppedAttributesCount ?? 0);
  writer.close(event);
}

function writeLink(writer: ProtobufWriter, { context, attributes, droppedAttributesCount }: Link): void {
  writer.tag(13, BYTES);
  const link = writer.open();
  writeIds(writer, context);
  if (attributes !== undefined) writeAttributes(writer, 4, attributes);
  writeCount(writer, 5, droppedAttributesCount ?? 0);
  writeFlags(writer, 6, context.traceFlags, context.isRemote);
  writer.close(link);
}

function writeFlags(writer: ProtobufWriter, field: number, traceFlags: number, isRemote: boolean | undefined): void {
  writer.tag(field, FIXED32);
  writer.fixed32((traceFlags & 0xff) | HAS_IS_REMOTE | (isRemote === true ? IS_REMOTE : 0));
}

/** An `AnyValue`; what attributes cannot hold is left empty. */
function writeValue(writer: ProtobufWriter, value: AttributeValue | null | undefined): void {
  if (typeof value === "string") writeText(writer, 1, value);
  else if (typeof value === "boolean") writeCount(writer, 2, value ? 1 : 0);
  else if (typeof value === "number") writeNumber(writer, value);
  else if (Array.isArray(value)) {
    writer.tag(5, BYTES);
    const list = writer.open();
    for (const item of value as readonly (AttributeValue | null | undefined)[]) {
      writer.tag(1, BYTES);
      const entry = writer.open();
      writeValue(writer, item);
      writer.close(entry);
    }
    writer.close(list);
  }
}

function writeNumber(writer: ProtobufWriter, value: number): void {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) writeCount(writer, 3, value);
  else {
    writer.tag(4, FIXED64);
    writer.double(value);
  }
}

const keys = new Remembered(MAX_KEYS, keyBytes);

/** A key as it stands in a pair: tag, length and text. */
function keyBytes(key: string): Buffer {
  const text = Buffer.from(key);
  const length: number[] = [];
  let rest = text.length;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return Buffer.concat([Buffer.from([10, ...length, rest]), text]);
}
