import type { Attributes, Resource, Span, SpanEvent, SpanKind, SpanStatus } from "../model/span.ts";
import {
  AGENT_SCOPE,
  EVIDENCE,
  EVIDENCE_FORMAT,
  EVIDENCE_SPAN,
  OPERATION,
  OPERATION_EVENT,
} from "../wire/evidence-span.ts";

/** Milliseconds after the trace's origin: what people read off a timeline. */
export type At = readonly [start: number, end: number];

export interface SpanOptions {
  readonly scope?: string;
  readonly kind?: SpanKind;
  readonly status?: SpanStatus;
  readonly attributes?: Attributes;
  readonly events?: readonly SpanEvent[];
  readonly remote?: boolean;
  readonly id?: string;
}

/** One operation of an evidence span; times in milliseconds after the origin. */
export interface OperationOptions {
  readonly seq: number;
  readonly start: number;
  readonly headers?: number;
  readonly body?: number;
  readonly bodyRead?: boolean;
  readonly spans?: readonly Span[];
  readonly stack?: string;
  readonly waitsHeaders?: readonly number[];
  readonly waitsBody?: readonly number[];
  readonly slots?: readonly string[];
  readonly attributes?: Attributes;
}

/** A moment in 2026, in microseconds: tests read better with real epochs than with zeros. */
export const ORIGIN = 1_795_000_000_000_000;

/** Builds the spans of one trace by name and time; ids count up, so the same calls give the same trace. */
export class TraceBuilder {
  readonly spans: Span[] = [];
  readonly #traceId: string;
  readonly #resource: Resource;
  #next = 1;

  constructor(resource: Partial<Resource> = {}, traceId: string = "5b8efff798038103d269b633813fc60c") {
    this.#traceId = traceId;
    this.#resource = { service: "shop", env: "test", ...resource };
  }

  span(name: string, [start, end]: At, parent: Span | undefined, options: SpanOptions = {}): Span {
    const id = options.id ?? (this.#next++).toString(16).padStart(16, "0");
    const span: Span = {
      traceId: this.#traceId,
      spanId: id,
      ...(parent === undefined ? {} : { parentSpanId: parent.spanId, parentIsRemote: options.remote ?? false }),
      scope: options.scope ?? "test",
      name,
      kind: options.kind ?? "internal",
      start: micros(start),
      end: micros(end),
      status: options.status ?? "unset",
      attributes: options.attributes ?? {},
      events: options.events ?? [],
      links: [],
      resource: this.#resource,
    };
    this.spans.push(span);
    return span;
  }

  /** A plain SERVER span. */
  server(route: string, at: At, parent?: Span, attributes: Attributes = {}): Span {
    return this.span(`GET ${route}`, at, parent, {
      kind: "server",
      scope: "@opentelemetry/instrumentation-http",
      remote: true,
      attributes: {
        "http.request.method": "GET",
        "http.route": route,
        "http.response.status_code": 200,
        ...attributes,
      },
    });
  }

  /** What instrumentation-undici makes of one request on the wire. */
  undici(url: string, at: At, parent: Span | undefined, attributes: Attributes = {}): Span {
    return this.span("GET", at, parent, {
      kind: "client",
      scope: "@opentelemetry/instrumentation-undici",
      attributes: { "http.request.method": "GET", "url.full": url, "http.response.status_code": 200, ...attributes },
    });
  }

  /** One of Next's own spans. */
  next(type: string, name: string, at: At, parent: Span | undefined, attributes: Attributes = {}): Span {
    const kind = type === "BaseServer.handleRequest" ? "server" : type === "AppRender.fetch" ? "client" : "internal";
    return this.span(name, at, parent, {
      kind,
      scope: "next.js",
      attributes: { "next.span_type": type, ...attributes },
    });
  }

  /** Next's fetch span: ends with the headers. */
  nextFetch(url: string, at: At, parent: Span | undefined, attributes: Attributes = {}): Span {
    return this.next("AppRender.fetch", `fetch GET ${url}`, at, parent, {
      "http.url": url,
      "http.method": "GET",
      "http.status_code": 200,
      ...attributes,
    });
  }

  /** One of SvelteKit's own spans. */
  kit(name: string, at: At, parent: Span | undefined, attributes: Attributes = {}): Span {
    return this.span(`sveltekit.${name}`, at, parent, { scope: "sveltekit", attributes });
  }

  /** The agent's evidence of one request. */
  evidence(root: Span, operations: readonly OperationOptions[], attributes: Attributes = {}): Span {
    const stacks = [...new Set(operations.flatMap(({ stack }) => stack ?? []))];
    return this.span(EVIDENCE_SPAN, [millis(root.start), millis(root.end)], root, {
      scope: AGENT_SCOPE,
      events: operations.map((operation) => operationEvent(operation, stacks)),
      attributes: {
        [EVIDENCE.format]: EVIDENCE_FORMAT,
        [EVIDENCE.opsDropped]: 0,
        [EVIDENCE.hasCallSites]: true,
        [EVIDENCE.hasLineage]: true,
        [EVIDENCE.hasValues]: true,
        [EVIDENCE.stacks]: stacks,
        ...attributes,
      },
    });
  }
}

function operationEvent(operation: OperationOptions, stacks: readonly string[]): SpanEvent {
  const { seq, start, headers, body, bodyRead, spans = [], stack, waitsHeaders, waitsBody, slots } = operation;
  return {
    name: OPERATION_EVENT,
    time: micros(start),
    attributes: {
      [OPERATION.sequence]: seq,
      [OPERATION.start]: micros(start),
      ...(headers === undefined ? {} : { [OPERATION.headers]: micros(headers) }),
      ...(body === undefined ? {} : { [OPERATION.body]: micros(body) }),
      [OPERATION.bodyRead]: bodyRead ?? body !== undefined,
      [OPERATION.spanIds]: spans.map(({ spanId }) => spanId),
      ...(stack === undefined ? {} : { [OPERATION.stack]: stacks.indexOf(stack) }),
      [OPERATION.outcome]: "ok",
      [OPERATION.waitsHeaders]: waitsHeaders ?? [],
      [OPERATION.waitsBody]: waitsBody ?? waitsHeaders ?? [],
      ...(slots === undefined ? {} : { [OPERATION.slots]: slots }),
      ...operation.attributes,
    },
  };
}

function micros(millis: number): number {
  return ORIGIN + Math.round(millis * 1000);
}

function millis(micros: number): number {
  return (micros - ORIGIN) / 1000;
}
