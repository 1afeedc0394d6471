import type { Micros } from "./time.ts";

export type SpanKind = "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";

export type SpanStatus = "unset" | "ok" | "error";

/** An OTLP attribute value. 64-bit integers that a number cannot hold exactly are bigints. */
export type AttributeValue = string | number | boolean | bigint | readonly AttributeValue[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The process that made a span, read from OTLP resource attributes. */
export interface Resource {
  readonly service: string;
  /** `deployment.environment.name`; `"development"` when nothing says otherwise. */
  readonly env: string;
  readonly version?: string;
  /** `service.instance.id`, or what else tells two processes of one service apart. */
  readonly instance?: string;
  /** `telemetry.sdk.name` and version, for Status. */
  readonly sdk?: string;
}

export interface SpanEvent {
  readonly name: string;
  readonly time: Micros;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** One span as the collector keeps it: wanted attributes only, ids in lower-case hex. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** From the span flags; `undefined` when the sender did not say. Does not mean "another process": see Next's proxy. */
  readonly parentIsRemote?: boolean;
  /** Instrumentation scope name. */
  readonly scope: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly start: Micros;
  readonly end: Micros;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly resource: Resource;
}
