import { INVALID_SPAN_CONTEXT, type Span, trace, type Tracer } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { LazyTracerProvider } from "./lazy-provider.ts";

/** A tracer that keeps the names of the spans it was asked for. */
class Recording implements Tracer {
  readonly names: string[] = [];

  startSpan(name: string): Span {
    this.names.push(name);
    return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  }

  startActiveSpan(name: string, ...rest: unknown[]): never {
    return (rest.at(-1) as (span: Span) => never)(this.startSpan(name));
  }
}

/** As Next.js does with every tracer it is given. */
function wrap(tracer: Tracer): Tracer {
  const { startSpan, startActiveSpan } = tracer;
  tracer.startSpan = (...args) => startSpan.apply(tracer, args);
  tracer.startActiveSpan = (...args: unknown[]) =>
    (startActiveSpan as (...all: unknown[]) => never).apply(tracer, args);
  return tracer;
}

function providerOf(real: Tracer): LazyTracerProvider {
  const provider = new LazyTracerProvider();
  provider.delegate = { getTracer: () => real };
  return provider;
}

describe("the tracer that holds the place of the real one", () => {
  it("may have its methods wrapped, once the real one is there", () => {
    const real = new Recording();
    const tracer = wrap(providerOf(real).getTracer("next"));
    tracer.startSpan("a");
    expect(tracer.startActiveSpan("b", () => "answer")).toBe("answer");
    expect(real.names).toEqual(["a", "b"]);
  });

  it("may have its methods wrapped before the real one is there, and records from then on", () => {
    const real = new Recording();
    const provider = new LazyTracerProvider();
    const tracer = wrap(provider.getTracer("next"));
    tracer.startSpan("too early");
    expect(tracer.startActiveSpan("too early", () => "answer")).toBe("answer");
    provider.delegate = { getTracer: () => real };
    tracer.startSpan("a");
    expect(tracer.startActiveSpan("b", () => "answer")).toBe("answer");
    expect(real.names).toEqual(["a", "b"]);
  });
});
