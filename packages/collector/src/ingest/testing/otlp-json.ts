import type { OracleAttribute, OracleRequest, OracleSpan, OracleValue } from "./oracle.ts";

/** A request in OTLP's JSON mapping: hex ids, 64-bit integers as decimal text, everything else by its own name. */
export function toOtlpJson(request: OracleRequest): unknown {
  return {
    ...request,
    resourceSpans: request.resourceSpans?.map(({ resource, scopeSpans, ...rest }) => ({
      ...rest,
      ...(resource ? { resource: { attributes: resource.attributes?.map(attribute) } } : {}),
      scopeSpans: scopeSpans?.map(({ spans, ...scope }) => ({ ...scope, spans: spans?.map(span) })),
    })),
  };
}

function span(span: OracleSpan): unknown {
  return {
    ...span,
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    parentSpanId: hex(span.parentSpanId),
    startTimeUnixNano: decimal(span.startTimeUnixNano),
    endTimeUnixNano: decimal(span.endTimeUnixNano),
    attributes: span.attributes?.map(attribute),
    events: span.events?.map((event) => ({
      ...event,
      timeUnixNano: decimal(event.timeUnixNano),
      attributes: event.attributes?.map(attribute),
    })),
    links: span.links?.map((link) => ({
      traceId: hex(link.traceId),
      spanId: hex(link.spanId),
      attributes: link.attributes?.map(attribute),
    })),
  };
}

function attribute({ key, value }: OracleAttribute): unknown {
  return { key, value: value ? anyValue(value) : undefined };
}

function anyValue(value: OracleValue): unknown {
  if (value.intValue !== undefined) return { intValue: decimal(value.intValue) };
  if (value.doubleValue !== undefined) {
    const { doubleValue } = value;
    return { doubleValue: Number.isFinite(doubleValue) ? doubleValue : String(doubleValue) };
  }
  if (value.arrayValue !== undefined) return { arrayValue: { values: value.arrayValue?.values?.map(anyValue) } };
  if (value.bytesValue !== undefined)
    return { bytesValue: Buffer.from(value.bytesValue as Uint8Array).toString("base64") };
  return value;
}

function hex(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes ? Buffer.from(bytes).toString("hex") : undefined;
}

function decimal(value: OracleValue["intValue"]): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number") return String(value);
  const bits = (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
  return String(value.unsigned ? bits : BigInt.asIntN(64, bits));
}
