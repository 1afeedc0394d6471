import { INVALID_SPAN_CONTEXT, type Span, trace, type Tracer, type TracerProvider } from "@opentelemetry/api";
import { ownNamed } from "./own-name.ts";

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

/**
 * The methods are read and then called: what is read is bound to the real tracer, and a bound function leaves no frame.
 * Otherwise this file would stand in the stack of everything the app does inside a span.
 */
class LazyTracer implements Tracer {
  readonly #resolve: () => Tracer | undefined;
  #bound: Methods | undefined;
  /** What a framework has put in their place: Next.js wraps the methods of every tracer. */
  readonly #wrapped: { -readonly [Name in keyof Methods]?: Methods[Name] } = {};
  /** Read before the real tracer is there, called perhaps after: it is asked for at every call. */
  readonly #late: Methods;

  constructor(resolve: () => Tracer | undefined) {
    this.#resolve = resolve;
    const now = (): Methods => resolve() ?? NONE;
    this.#late = {
      startSpan: ownNamed((...args: Parameters<Tracer["startSpan"]>) => now().startSpan(...args)),
      startActiveSpan: ownNamed((...args: unknown[]) => {
        const real = now();
        return (real.startActiveSpan as (...all: unknown[]) => never).apply(real, args);
      }),
    };
  }

  get startSpan(): Tracer["startSpan"] {
    return this.#wrapped.startSpan ?? this.#real().startSpan;
  }

  set startSpan(wrapped: Tracer["startSpan"]) {
    this.#wrapped.startSpan = wrapped;
  }

  get startActiveSpan(): Tracer["startActiveSpan"] {
    return this.#wrapped.startActiveSpan ?? this.#real().startActiveSpan;
  }

  set startActiveSpan(wrapped: Tracer["startActiveSpan"]) {
    this.#wrapped.startActiveSpan = wrapped;
  }

  #real(): Methods {
    if (this.#bound !== undefined) return this.#bound;
    const real = this.#resolve();
    if (real === undefined) return this.#late;
    const startActiveSpan: unknown = real.startActiveSpan.bind(real);
    this.#bound = {
      startSpan: real.startSpan.bind(real),
      startActiveSpan: startActiveSpan as Methods["startActiveSpan"],
    };
    return this.#bound;
  }
}

interface Methods {
  readonly startSpan: Tracer["startSpan"];
  readonly startActiveSpan: Tracer["startActiveSpan"];
}

/** The API's own, which records nothing. */
const NONE: Methods = {
  startSpan: () => trace.wrapSpanContext(INVALID_SPAN_CONTEXT),
  startActiveSpan: (...args: unknown[]) =>
    (args.at(-1) as (span: Span) => never)(trace.wrapSpanContext(INVALID_SPAN_CONTEXT)),
};
