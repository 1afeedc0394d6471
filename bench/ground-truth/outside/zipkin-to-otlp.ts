interface ZipkinSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly kind?: "CLIENT" | "SERVER" | "PRODUCER" | "CONSUMER";
  readonly name?: string;
  /** Microseconds since the epoch. */
  readonly timestamp?: number;
  readonly duration?: number;
  readonly localEndpoint?: { readonly serviceName?: string };
  readonly remoteEndpoint?: { readonly serviceName?: string; readonly ipv4?: string; readonly port?: number };
  readonly tags?: Readonly<Record<string, string>>;
}

const KINDS = { SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;

/**
 * Zipkin's v2 spans as one OTLP document. There the two sides of a call share an id; here the side that asks gets one of
 * its own, and the side that answers becomes its child. Spans without a time are left out: nothing can be said of them.
 */
export function zipkinToOtlp(spans: readonly ZipkinSpan[]): object {
  const asking = new Set(spans.filter(({ kind }) => kind === "CLIENT").map(key));
  const byService = Map.groupBy(
    spans.filter(({ timestamp }) => timestamp !== undefined),
    ({ localEndpoint }) => localEndpoint?.serviceName ?? "unknown",
  );
  return {
    resourceSpans: [...byService].map(([service, own]) => ({
      resource: { attributes: [attribute("service.name", service)] },
      scopeSpans: [{ scope: { name: "zipkin" }, spans: own.map((span) => converted(span, asking)) }],
    })),
  };
}

function converted(span: ZipkinSpan, asking: ReadonlySet<string>): object {
  const start = span.timestamp ?? 0;
  const isAsking = span.kind === "CLIENT";
  const answers = !isAsking && asking.has(key(span));
  const parent = answers ? askingId(span.id) : span.parentId?.padStart(16, "0");
  const { remoteEndpoint: remote } = span;
  const peer = remote?.serviceName ?? remote?.ipv4;
  return {
    traceId: span.traceId.padStart(32, "0"),
    spanId: isAsking ? askingId(span.id) : span.id.padStart(16, "0"),
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    name: span.name ?? "",
    kind: span.kind === undefined ? 1 : KINDS[span.kind],
    startTimeUnixNano: `${start}000`,
    endTimeUnixNano: `${start + (span.duration ?? 0)}000`,
    attributes: [
      ...Object.entries(span.tags ?? {}).map(([name, value]) => attribute(name, value)),
      ...(peer === undefined ? [] : [attribute("server.address", peer)]),
    ],
    status: span.tags?.["error"] === undefined ? {} : { code: 2 },
  };
}

function key({ traceId, id }: ZipkinSpan): string {
  return `${traceId} ${id}`;
}

/** Another id, the same every time: the first digit turned. */
function askingId(id: string): string {
  const full = id.padStart(16, "0");
  return (Number.parseInt(full.slice(0, 1), 16) ^ 8).toString(16) + full.slice(1);
}

function attribute(name: string, value: string): object {
  return { key: name, value: { stringValue: value } };
}
