import { INVALID_SPAN_CONTEXT, type Span, trace, type Tracer, type TracerProvider } from "@opentelemetry/api";

/**
 * Holds the place of the global provider while the real one is still being loaded. It depends on nothing but the
 * OpenTelemetry API and so is safe in an edge bundle. Until `delegate` is set its spans record nothing.
 */
export class LazyTracerProvider implements TracerProvider {
  delegate: TracerProvider | undefined;

  getTracer(name: string, version?: string, options?: Parameters<TracerProvider["getTracer"]>[2]): Tracer {
    return new LazyTracer(() => this.delegate?.getTracer(name, version, options));
  }
}

class LazyTracer implements Tracer {
  readonly #resolve: () => Tracer | undefined;
  #tracer: Tracer | undefined;

  constructor(resolve: () => Tracer | undefined) {
    this.#resolve = resolve;
  }

  startSpan(...args: Parameters<Tracer["startSpan"]>): Span {
    return this.#real()?.startSpan(...args) ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  }

  startActiveSpan(name: string, ...rest: unknown[]): never {
    const real = this.#real();
    if (real !== undefined) return (real as unknown as ActiveSpans).startActiveSpan(name, ...rest);
    const run = rest.at(-1) as (span: Span) => never;
    return run(trace.wrapSpanContext(INVALID_SPAN_CONTEXT));
  }

  #real(): Tracer | undefined {
    this.#tracer ??= this.#resolve();
    return this.#tracer;
  }
}

/** One signature for the three `startActiveSpan` has. */
interface ActiveSpans {
  startActiveSpan(name: string, ...rest: unknown[]): never;
}
