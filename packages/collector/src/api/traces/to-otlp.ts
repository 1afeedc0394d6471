import type { Attributes, AttributeValue, Resource, Span, SpanKind } from "@weir/core";
import { groupBy } from "../../store/group-by.ts";

const KINDS: readonly SpanKind[] = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const STATUS = { unset: 0, ok: 1, error: 2 } as const;
/** Bits of OTLP's span flags that say whether the parent is remote. */
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** Spans as OTLP `TracesData` in its JSON form: ids in hex, 64-bit integers as text, enumerations as numbers. */
export function toOtlp(spans: readonly Span[]): object {
  const processes = groupBy(spans, ({ resource }) => JSON.stringify(resource));
  return {
    resourceSpans: [...processes.values()].map((own) => ({
      resource: { attributes: resourceAttributes(own[0]?.resource) },
      scopeSpans: [...groupBy(own, ({ scope }) => scope)].map(([name, group]) => ({
        scope: { name },
        spans: group.map(toOtlpSpan),
      })),
    })),
  };
}

function toOtlpSpan(span: Span): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    ...(span.parentIsRemote === undefined ? {} : { flags: HAS_IS_REMOTE | (span.parentIsRemote ? IS_REMOTE : 0) }),
    name: span.name,
    kind: KINDS.indexOf(span.kind),
    startTimeUnixNano: nanos(span.start),
    endTimeUnixNano: nanos(span.end),
    attributes: toKeyValues(span.attributes),
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      timeUnixNano: nanos(time),
      attributes: toKeyValues(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: toKeyValues(attributes),
    })),
    status: { code: STATUS[span.status] },
  };
}

function resourceAttributes(resource: Resource | undefined): readonly object[] {
  if (resource === undefined) return [];
  const { service, env, version, instance, sdk } = resource;
  const attributes: Record<string, string | undefined> = {
    "service.name": service,
    "deployment.environment.name": env,
    "service.version": version,
    "service.instance.id": instance,
    "telemetry.sdk.name": sdk,
  };
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: { stringValue: value } }],
  );
}

function toKeyValues(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

function toAnyValue(value: AttributeValue): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "bigint") return { intValue: value.toString() };
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map(toAnyValue) } };
}

/** Microseconds as nanoseconds; the product exceeds what a number holds exactly. */
function nanos(micros: number): string {
  return `${BigInt(Math.round(micros)) * 1_000n}`;
}
