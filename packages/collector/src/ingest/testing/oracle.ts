import { createRequire } from "node:module";
import type { AttributeValue, Attributes, Resource, Span, SpanEvent, SpanLink } from "@weir/core";
import { toResource } from "../resource.ts";
import {
  EXCEPTION_EVENT,
  type WantsKey,
  wantsEventKey,
  wantsLinkKey,
  wantsResourceKey,
  wantsSpanKey,
} from "../wanted-keys.ts";

/** A 64-bit integer as the generated decoder gives it. */
interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

export interface OracleValue {
  readonly stringValue?: string | null;
  readonly boolValue?: boolean | null;
  readonly intValue?: Long | number | null;
  readonly doubleValue?: number | null;
  readonly arrayValue?: { readonly values?: readonly OracleValue[] | null } | null;
  readonly kvlistValue?: unknown;
  readonly bytesValue?: unknown;
}

export interface OracleAttribute {
  readonly key?: string | null;
  readonly value?: OracleValue | null;
}

export interface OracleSpan {
  readonly traceId?: Uint8Array;
  readonly spanId?: Uint8Array;
  readonly parentSpanId?: Uint8Array | null;
  readonly traceState?: string | null;
  readonly name?: string | null;
  readonly kind?: number | null;
  readonly startTimeUnixNano?: Long | null;
  readonly endTimeUnixNano?: Long | null;
  readonly attributes?: readonly OracleAttribute[] | null;
  readonly droppedAttributesCount?: number | null;
  readonly events?:
    | readonly {
        readonly timeUnixNano?: Long | null;
        readonly name?: string | null;
        readonly attributes?: readonly OracleAttribute[] | null;
      }[]
    | null;
  readonly links?:
    | readonly {
        readonly traceId?: Uint8Array;
        readonly spanId?: Uint8Array;
        readonly attributes?: readonly OracleAttribute[] | null;
      }[]
    | null;
  readonly status?: { readonly code?: number | null; readonly message?: string | null } | null;
}

export interface OracleRequest {
  readonly resourceSpans?:
    | readonly {
        readonly resource?: { readonly attributes?: readonly OracleAttribute[] | null } | null;
        readonly scopeSpans?:
          | readonly {
              readonly scope?: { readonly name?: string | null; readonly version?: string | null } | null;
              readonly spans?: readonly OracleSpan[] | null;
              readonly schemaUrl?: string | null;
            }[]
          | null;
        readonly schemaUrl?: string | null;
      }[]
    | null;
}

interface MessageType {
  encode(message: OracleRequest): { finish(): Uint8Array };
  decode(bytes: Uint8Array): OracleRequest;
}

interface GeneratedRoot {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: { readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: MessageType } } };
    };
  };
}

/** The decoder that protobufjs generated from OTLP's own definitions for an old release of the exporters. */
const generated = createRequire(import.meta.url)(
  "@opentelemetry/otlp-transformer-oracle/build/src/generated/root.js",
) as GeneratedRoot;
const { ExportTraceServiceRequest } = generated.opentelemetry.proto.collector.trace.v1;

export function encodeWithOracle(request: OracleRequest): Buffer {
  return Buffer.from(ExportTraceServiceRequest.encode(request).finish());
}

/** A request decoded and encoded again. */
export function writeAgain(bytes: Uint8Array): Buffer {
  return encodeWithOracle(ExportTraceServiceRequest.decode(bytes));
}

/**
 * What the readers must answer for a request, made the plain way: decode everything, then normalise. It does not know
 * `Span.flags`, which is younger than it, and expects spans that are all valid.
 */
export function readWithOracle(bytes: Uint8Array): { readonly spans: Span[]; readonly resources: Resource[] } {
  const spans: Span[] = [];
  const resources: Resource[] = [];
  for (const { resource, scopeSpans } of ExportTraceServiceRequest.decode(bytes).resourceSpans ?? []) {
    const from = toResource(attributesOf(resource?.attributes, wantsResourceKey));
    resources.push(from);
    for (const { scope, spans: some } of scopeSpans ?? []) {
      for (const span of some ?? []) spans.push(normalise(span, scope?.name ?? "", from));
    }
  }
  return { spans, resources };
}

function normalise(span: OracleSpan, scope: string, resource: Resource): Span {
  const parent = hex(span.parentSpanId ?? new Uint8Array());
  return {
    traceId: hex(span.traceId ?? new Uint8Array()),
    spanId: hex(span.spanId ?? new Uint8Array()),
    ...(/^0*$/.test(parent) ? {} : { parentSpanId: parent }),
    scope,
    name: span.name ?? "",
    kind:
      (["unspecified", "internal", "server", "client", "producer", "consumer"] as const)[span.kind ?? 0] ?? "internal",
    start: micros(span.startTimeUnixNano),
    end: micros(span.endTimeUnixNano),
    status: (["unset", "ok", "error"] as const)[span.status?.code ?? 0] ?? "unset",
    attributes: attributesOf(span.attributes, wantsSpanKey),
    events: eventsOf(span, scope),
    links: linksOf(span),
    resource,
  };
}

function eventsOf(span: OracleSpan, scope: string): SpanEvent[] {
  const events = (span.events ?? []).map(({ timeUnixNano, name, attributes }) => ({
    name: name ?? "",
    time: micros(timeUnixNano),
    attributes: attributesOf(attributes, wantsEventKey),
  }));
  return events.filter(
    ({ name, attributes }) =>
      scope === "@weir/agent" ||
      name === EXCEPTION_EVENT ||
      Object.keys(attributes).some((key) => key.startsWith("weir.")),
  );
}

function linksOf(span: OracleSpan): SpanLink[] {
  return (span.links ?? []).map(({ traceId, spanId, attributes }) => ({
    traceId: hex(traceId ?? new Uint8Array()),
    spanId: hex(spanId ?? new Uint8Array()),
    attributes: attributesOf(attributes, wantsLinkKey),
  }));
}

function attributesOf(list: readonly OracleAttribute[] | null | undefined, wants: WantsKey): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const { key, value } of list ?? []) {
    const plain = wants(key ?? "") ? valueOf(value ?? {}) : undefined;
    if (plain !== undefined) attributes[key ?? ""] = plain;
  }
  return attributes;
}

function valueOf(value: OracleValue): AttributeValue | undefined {
  if (value.stringValue !== undefined && value.stringValue !== null) return value.stringValue;
  if (value.boolValue !== undefined && value.boolValue !== null) return value.boolValue;
  if (value.intValue !== undefined && value.intValue !== null) return integer(value.intValue);
  if (value.doubleValue !== undefined && value.doubleValue !== null) return value.doubleValue;
  if (value.arrayValue === undefined || value.arrayValue === null) return undefined;
  const items = (value.arrayValue.values ?? []).map(valueOf);
  return items.some((item) => item === undefined) ? undefined : (items as AttributeValue[]);
}

function integer(value: Long | number): number | bigint {
  if (typeof value === "number") return value;
  const exact = BigInt.asIntN(64, bits(value));
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

function micros(value: Long | null | undefined): number {
  return value === null || value === undefined ? 0 : Number(bits(value) / 1_000n);
}

function bits({ low, high }: Long): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
