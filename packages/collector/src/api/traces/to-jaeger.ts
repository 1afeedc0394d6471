import type { Attributes, AttributeValue, Span } from "@weir/core";
import { groupBy } from "../../store/group-by.ts";

/** Spans as the JSON that Jaeger's UI loads and its API answers: times in microseconds, one process per resource. */
export function toJaeger(traceId: string, spans: readonly Span[]): object {
  const processes = new Map([...groupBy(spans, processOf).keys()].map((process, index) => [process, `p${index + 1}`]));
  return {
    data: [
      {
        traceID: traceId,
        spans: spans.map((span) => toJaegerSpan(span, processes.get(processOf(span)) ?? "")),
        processes: Object.fromEntries([...processes].map(([process, id]) => [id, JSON.parse(process) as object])),
      },
    ],
  };
}

function toJaegerSpan(span: Span, processID: string): object {
  const { traceId, spanId, parentSpanId, name, start, end, attributes } = span;
  const parent = parentSpanId === undefined ? [] : [{ refType: "CHILD_OF", traceID: traceId, spanID: parentSpanId }];
  const links = span.links.map((link) => ({ refType: "FOLLOWS_FROM", traceID: link.traceId, spanID: link.spanId }));
  return {
    traceID: traceId,
    spanID: spanId,
    operationName: name,
    references: [...parent, ...links],
    startTime: start,
    duration: end - start,
    tags: [
      ...toTags(attributes),
      { key: "span.kind", type: "string", value: span.kind },
      { key: "otel.scope.name", type: "string", value: span.scope },
      ...(span.status === "error" ? [{ key: "error", type: "bool", value: true }] : []),
    ],
    logs: span.events.map((event) => ({
      timestamp: event.time,
      fields: [{ key: "event", type: "string", value: event.name }, ...toTags(event.attributes)],
    })),
    processID,
    warnings: null,
  };
}

/** Equal for spans of one process. */
function processOf({ resource }: Span): string {
  const { service, env, version, instance } = resource;
  const tags = { "deployment.environment.name": env, "service.version": version, "service.instance.id": instance };
  return JSON.stringify({ serviceName: service, tags: toTags(defined(tags)) });
}

function toTags(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, ...typedValue(value) }));
}

function typedValue(value: AttributeValue): { readonly type: string; readonly value: string | number | boolean } {
  if (typeof value === "string") return { type: "string", value };
  if (typeof value === "boolean") return { type: "bool", value };
  if (typeof value === "number") return { type: Number.isSafeInteger(value) ? "int64" : "float64", value };
  if (typeof value === "bigint") return { type: "int64", value: value.toString() };
  return {
    type: "string",
    value: JSON.stringify(value.map((item) => (typeof item === "bigint" ? item.toString() : item))),
  };
}

function defined(tags: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
