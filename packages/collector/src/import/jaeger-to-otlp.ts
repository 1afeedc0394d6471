import { unreadable } from "./input-error.ts";

type Json = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, number>> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

/**
 * A Jaeger document as an OTLP one: same ids, times and tags. What Jaeger keeps in tags (kind, status, scope) goes back
 * to its place. Nothing is judged here: the OTLP reader refuses what is invalid.
 */
export function jaegerToOtlp(document: unknown): object {
  const traces = listIn(objectOf(document), "data");
  return { resourceSpans: traces.flatMap((trace) => traceToOtlp(objectOf(trace))) };
}

function traceToOtlp(trace: Json): object[] {
  const processes = objectOf(trace["processes"] ?? {});
  const byProcess = new Map<string, Json[]>();
  for (const span of listIn(trace, "spans").map(objectOf)) {
    const id = text(span["processID"]);
    const known = byProcess.get(id);
    if (known === undefined) byProcess.set(id, [span]);
    else known.push(span);
  }
  return [...byProcess].map(([id, spans]) => ({
    resource: { attributes: resourceAttributes(objectOf(processOf(processes, id, spans[0]))) },
    scopeSpans: spans.map((one) => {
      const tags = listIn(one, "tags").map(objectOf);
      return {
        scope: { name: text(tag(tags, "otel.scope.name") ?? tag(tags, "otel.library.name")) },
        spans: [spanToOtlp(one, tags)],
      };
    }),
  }));
}

/** Spans of some exporters bring their process along. */
function processOf(processes: Json, id: string, first: Json | undefined): unknown {
  return (Object.hasOwn(processes, id) ? processes[id] : first?.["process"]) ?? {};
}

function resourceAttributes(process: Json): object[] {
  return [
    { key: "service.name", value: { stringValue: text(process["serviceName"]) } },
    ...listIn(process, "tags").map((one) => attribute(objectOf(one))),
  ];
}

function spanToOtlp(one: Json, tags: readonly Json[]): object {
  const start = Number(one["startTime"] ?? 0);
  const references = listIn(one, "references").map(objectOf);
  const parent = references.find(({ refType }) => refType === "CHILD_OF") ?? references[0];
  const failed = tag(tags, "error") === true || tag(tags, "otel.status_code") === "ERROR";
  return {
    traceId: text(one["traceID"]).padStart(32, "0"),
    spanId: text(one["spanID"]).padStart(16, "0"),
    ...(parent === undefined ? {} : { parentSpanId: text(parent["spanID"]).padStart(16, "0") }),
    name: text(one["operationName"]),
    kind: KINDS[text(tag(tags, "span.kind"))] ?? 0,
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(start + Number(one["duration"] ?? 0)),
    attributes: tags.map(attribute),
    events: listIn(one, "logs").map((log) => eventOf(objectOf(log))),
    status: { code: failed ? 2 : tag(tags, "otel.status_code") === "OK" ? 1 : 0 },
  };
}

function eventOf(log: Json): object {
  const fields = listIn(log, "fields").map(objectOf);
  return {
    timeUnixNano: nanos(Number(log["timestamp"] ?? 0)),
    name: text(tag(fields, "event")),
    attributes: fields.filter(({ key }) => key !== "event").map(attribute),
  };
}

function attribute({ key, type, value }: Json): object {
  return { key: text(key), value: anyValue(text(type), value) };
}

function anyValue(type: string, value: unknown): object {
  if (typeof value === "boolean") return { boolValue: value };
  if (type === "int64" || (typeof value === "number" && Number.isSafeInteger(value))) return { intValue: value };
  if (typeof value === "number") return { doubleValue: value };
  const said = text(value);
  // Jaeger has no lists: exporters write them as JSON texts. Ours are lists of texts and numbers.
  return said.startsWith("[") ? listValue(said) : { stringValue: said };
}

function listValue(said: string): object {
  try {
    const items = JSON.parse(said) as readonly unknown[];
    return { arrayValue: { values: items.map((item) => anyValue("", item)) } };
  } catch {
    return { stringValue: said };
  }
}

function nanos(micros: number): string {
  return Number.isSafeInteger(micros) && micros >= 0 ? `${micros}000` : "-1";
}

function tag(tags: readonly Json[], name: string): unknown {
  return tags.find(({ key }) => key === name)?.["value"];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function listIn(parent: Json, field: string): readonly unknown[] {
  const value = parent[field];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw notJaeger();
  return value as readonly unknown[];
}

function objectOf(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notJaeger();
  return value as Json;
}

function notJaeger(): Error {
  return unreadable("The file is no Jaeger JSON", "weir reads what Jaeger's UI and API give: { data: [ … ] }");
}
