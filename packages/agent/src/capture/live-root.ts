import type { Span, SpanContext } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { InboundRequest, OutgoingRequest } from "../evidence/probe.ts";
import type { Operation, Root } from "../operation.ts";
import type { InboundBody } from "./inbound-body.ts";

/** A root while the agent still records for it. */
export interface LiveRoot extends Root {
  readonly operations: LiveOperation[];
  readonly spanContext: SpanContext;
  /** Of the provider the root's span came from. */
  readonly resource: Resource | undefined;
  /** Milliseconds to add to `performance.now()` for this request's wall time. */
  readonly offset: number;
  /** True when stacks are kept and the probes watch; false keeps exact times only. */
  readonly full: boolean;
  readonly values: boolean;
  readonly second: boolean;
  inbound: InboundRequest | undefined;
  inboundBody: InboundBody | undefined;
  /** Operations that have not settled. */
  open: number;
  endedAt: number;
  lastActivity: number;
  /** The evidence has been built; nothing more is recorded. */
  sent: boolean;
}

/** Text of the stack is made on the first read, which happens after the response has been sent. */
export class LiveOperation implements Operation {
  readonly sequence: number;
  readonly root: LiveRoot;
  readonly start: number;
  readonly spanIds: string[] = [];
  headers?: number;
  body?: number;
  bodyFirst?: number;
  bodyRead = false;
  status?: number;
  outcome: Operation["outcome"] = "pending";
  effect?: "read" | "write";
  /** Spans of this operation that have not ended. */
  openSpans = 0;
  /** How many things this operation still waits for: its response, and bodies that are being read. */
  waiting = 1;
  /** What was asked for, read when the evidence is built. */
  readonly request: OutgoingRequest;
  /** Active where the call was made. */
  readonly #parent: Span | undefined;
  readonly #trace: StackTrace | undefined;

  constructor(
    sequence: number,
    root: LiveRoot,
    start: number,
    request: OutgoingRequest,
    trace: StackTrace | undefined,
    parent: Span | undefined,
  ) {
    this.request = request;
    this.sequence = sequence;
    this.root = root;
    this.start = start;
    this.#trace = trace;
    this.#parent = parent;
  }

  /** Id of the span it was made under; absent for a call that is a request of its own. */
  get parentSpanId(): string | undefined {
    return this.#parent?.spanContext().spanId;
  }

  get stack(): string | undefined {
    return this.#trace?.text();
  }
}

export interface StackTrace {
  /** One frame per line, `at f (file:line:column)`, as the runtime prints them. */
  text(): string | undefined;
}
