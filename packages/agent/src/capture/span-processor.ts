import { context, type Context, type SpanContext, SpanKind, trace, TraceFlags } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { countFailure } from "../guard.ts";
import { arrivedIn, inboundIn, isInCall, operationIn, takeSubRequest } from "./context-keys.ts";
import type { LiveRoot } from "./live-root.ts";
import type { Roots } from "./roots.ts";
import { describeRoot, isRequestSpan, isSubRequest } from "./root-span.ts";
import { noteOf, noteOn } from "./span-note.ts";
import type { SpanOperations } from "./span-operations.ts";
import type { StartingOperation } from "./starting-operation.ts";
import type { ServerSpans } from "./server-spans.ts";

export interface SpanProcessorOptions {
  readonly roots: Roots;
  readonly operations: SpanOperations;
  readonly starting: StartingOperation;
  readonly servers: ServerSpans;
  /** Takes every finished, sampled span. */
  readonly finished: (span: ReadableSpan, parent: SpanContext | undefined) => void;
  readonly flush: () => Promise<void>;
  readonly shutdown: () => Promise<void>;
}

/** Sees every span of the provider it sits in: finds roots, ties spans to operations, hands finished spans on. */
export class WeirSpanProcessor implements SpanProcessor {
  readonly #options: SpanProcessorOptions;

  constructor(options: SpanProcessorOptions) {
    this.#options = options;
  }

  readonly onStart = (span: Span, parentContext: Context): void => {
    try {
      const note = noteOn(span);
      if (note.isRunning) return;
      note.isRunning = true;
      this.#started(span, parentContext);
    } catch (error) {
      countFailure("span start", error);
    }
  };

  onEnd(span: ReadableSpan): void {
    try {
      const note = noteOf(span);
      if (note?.isRunning !== true) return;
      note.isRunning = false;
      this.#ended(span);
    } catch (error) {
      countFailure("span end", error);
    }
  }

  forceFlush(): Promise<void> {
    return this.#options.flush();
  }

  shutdown(): Promise<void> {
    return this.#options.shutdown();
  }

  #started(span: Span, parentContext: Context): void {
    const { roots, servers } = this.#options;
    const parent = trace.getSpan(parentContext);
    let root = parent === undefined ? undefined : roots.of(parent);
    if (isSubRequest(span)) takeSubRequest(parentContext)?.spanIds.push(span.spanContext().spanId);
    else if (isRequestSpan(span)) {
      const yields = servers.yields(parent ?? span, span);
      if (root !== undefined && yields) {
        roots.discard(root);
        root = undefined;
      }
      if (root === undefined) {
        this.#open(span, parentContext);
        return;
      }
    }
    if (root === undefined) return;
    roots.link(span, root);
    if (span.kind === SpanKind.CLIENT) this.#client(span, parentContext, parent, root);
  }

  #open(span: Span, parentContext: Context): void {
    const arrived = arrivedIn(parentContext);
    const { key, inbound } = describeRoot(span, inboundIn(parentContext), arrived);
    const second = arrived?.root !== undefined;
    this.#options.roots.open(span, key, inbound, { body: arrived?.body, second });
    if (arrived !== undefined) arrived.root ??= span.spanContext();
  }

  #client(span: Span, parentContext: Context, parent: object | undefined, root: LiveRoot): void {
    const { operations, starting } = this.#options;
    const op =
      operationIn(parentContext) ??
      operationIn(context.active()) ??
      starting.op ??
      (parent === undefined ? undefined : operations.of(parent));
    if (op !== undefined && op.root === root) operations.join(span, op);
    else if (!isInCall(parentContext)) operations.begin(span, root, this.onStart);
  }

  #ended(span: ReadableSpan): void {
    const { roots, operations, servers, finished } = this.#options;
    if (span.kind === SpanKind.CLIENT) operations.end(span);
    const root = roots.of(span);
    if (root?.spanId === span.spanContext().spanId) {
      if (servers.drops(span, root)) {
        roots.discard(root);
        return;
      }
      roots.end(root);
    }
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0 && !servers.replaced(span)) {
      finished(span, servers.parentOf(span));
    }
  }
}
