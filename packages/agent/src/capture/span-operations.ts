import type { ReadableSpan, Span } from "@opentelemetry/sdk-trace-base";
import { SpanStatusCode } from "@opentelemetry/api";
import type { OutgoingRequest } from "../evidence/probe.ts";
import type { LiveOperation, LiveRoot } from "./live-root.ts";
import type { Recorder } from "./recorder.ts";
import { noteOf, noteOn } from "./span-note.ts";
import { type AnyFunction, DEEP_FRAMES, takeStack } from "./stack-trace.ts";

/**
 * Calls that only another instrumentation's CLIENT span tells of: databases, caches, queues.
 * The span's start and end give the exact times and the stack.
 */
export class SpanOperations {
  readonly #recorder: Recorder;
  readonly #callSites: boolean;

  constructor(recorder: Recorder, callSites: boolean) {
    this.#recorder = recorder;
    this.#callSites = callSites;
  }

  /** The operation a CLIENT span stands for or belongs to. */
  of(span: object): LiveOperation | undefined {
    return noteOf(span)?.operation;
  }

  /** A client inside a client (an ORM over its driver, an SDK over HTTP) is one operation with several spans. */
  join(span: Span, op: LiveOperation): void {
    op.spanIds.push(span.spanContext().spanId);
    op.openSpans += 1;
    noteOn(span).operation = op;
  }

  begin(span: Span, root: LiveRoot, below: AnyFunction): void {
    const trace = root.full && this.#callSites ? takeStack(below, DEEP_FRAMES) : undefined;
    const op = this.#recorder.begin(root, requestOf(span), trace);
    if (op === undefined) return;
    this.join(span, op);
    noteOn(span).hasBegun = true;
  }

  end(span: ReadableSpan): void {
    const note = noteOf(span);
    const op = note?.operation;
    if (op === undefined) return;
    op.openSpans -= 1;
    if (note?.hasBegun !== true || op.waiting === 0) return;
    if (op.outcome !== "pending") {
      this.#recorder.body(op, undefined);
    } else if (span.status.code === SpanStatusCode.ERROR) {
      this.#recorder.failed(op, undefined);
    } else {
      this.#recorder.hold(op);
      this.#recorder.headers(op, { status: 0, headers: () => [] });
      delete op.status;
      this.#recorder.body(op, undefined);
    }
  }
}

/** What such a span says about its request, as a probe wants to read it. */
function requestOf(span: ReadableSpan): OutgoingRequest {
  const text = (...names: string[]): string | undefined => {
    for (const name of names) {
      const value = span.attributes[name];
      if (typeof value === "string") return value;
    }
    return undefined;
  };
  const system = text("db.system.name", "db.system", "rpc.system", "messaging.system") ?? "unknown";
  return {
    method: text("http.request.method", "http.method", "db.operation.name", "db.operation") ?? span.name,
    url: text("url.full", "http.url") ?? `${system}:`,
    headers: () => [],
    body: () => text("db.query.text", "db.statement"),
    parameters: () => parametersOf(span),
    partial: true,
  };
}

const PARAMETER = "db.query.parameter.";
/** How the instrumentation of `pg` tells them where it is asked to (`enhancedDatabaseReporting`). */
const PG_VALUES = "db.postgresql.values";
const MAX_PARAMETERS = 50;

/** They are read in the process only: no exporter of ours sends these attributes. */
function parametersOf({ attributes }: ReadableSpan): (readonly [string, string])[] {
  const listed = attributes[PG_VALUES];
  const values = Array.isArray(listed)
    ? (listed as unknown[]).map((value, at) => [String(at + 1), String(value)] as const)
    : [];
  const named = Object.keys(attributes)
    .filter((key) => key.startsWith(PARAMETER))
    .map((key) => [key.slice(PARAMETER.length), String(attributes[key])] as const);
  return [...values, ...named].slice(0, MAX_PARAMETERS);
}
