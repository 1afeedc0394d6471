import {
  context,
  propagation,
  type ProxyTracerProvider,
  type TextMapPropagator,
  trace,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import type { Resource } from "@opentelemetry/resources";
import { ParentBasedSampler, type SpanProcessor, TraceIdRatioBasedSampler } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { noteInbound } from "./capture/propagator.ts";
import type { Config } from "./config/config.ts";
import { countFailure } from "./guard.ts";
import type { SeededIds } from "./ids.ts";
import type { LazyTracerProvider } from "./lazy-provider.ts";

/** Where spans come from: our own provider, or one that was there before. */
export interface SpanSource {
  readonly joined: boolean;
  readonly tracer: () => Tracer;
  shutdown(): Promise<void>;
}

const SCOPE = "@weir/agent";

/** The OpenTelemetry API keeps its registrations under this key; asking the API itself cannot tell none from a no-op. */
export function globalProvider(): TracerProvider | undefined {
  const registry = (globalThis as Record<symbol, unknown>)[Symbol.for("opentelemetry.js.api.1")];
  const registered = (registry as { trace?: TracerProvider } | undefined)?.trace;
  return registered === undefined ? undefined : unwrap(registered);
}

function unwrap(provider: TracerProvider): TracerProvider {
  let inner = provider;
  for (let depth = 0; depth < 4 && typeof (inner as ProxyTracerProvider).getDelegate === "function"; depth += 1) {
    inner = (inner as ProxyTracerProvider).getDelegate();
  }
  return inner;
}

export interface OwnProviderInput {
  readonly config: Config;
  readonly processor: SpanProcessor;
  readonly resource: Resource;
  readonly ids: SeededIds;
  readonly propagator: TextMapPropagator;
  readonly version: string;
  /** Registered before the real provider could be loaded. */
  readonly lazy: LazyTracerProvider | undefined;
}

export function ownProvider(input: OwnProviderInput): SpanSource {
  const { config, processor, resource, ids, propagator, lazy } = input;
  const provider = new NodeTracerProvider({
    resource,
    idGenerator: ids,
    spanProcessors: [processor],
    ...(config.sampleRatio === undefined
      ? {}
      : { sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.sampleRatio) }) }),
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  if (!config.propagators.includes("none")) propagation.setGlobalPropagator(propagator);
  if (lazy === undefined) trace.setGlobalTracerProvider(provider);
  else lazy.delegate = provider;
  const tracer = provider.getTracer(SCOPE, input.version);
  return {
    joined: false,
    tracer: () => tracer,
    shutdown: async () => {
      await provider.shutdown();
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

/**
 * Adds the processor to a provider that is already registered. SDK 2 has no method for it, so its list of processors
 * is reached into; where that is impossible the app has to pass `weirSpanProcessor()` itself, and is told so.
 */
export function joinProvider(provider: TracerProvider, processor: SpanProcessor, version: string): SpanSource {
  if (!addProcessor(provider, processor)) {
    countFailure("joining the tracer provider", new Error("add weirSpanProcessor() to its spanProcessors"));
  }
  return joinedSource(version);
}

export function joinedSource(version: string): SpanSource {
  return { joined: true, tracer: () => trace.getTracer(SCOPE, version), shutdown: () => Promise.resolve() };
}

const ACTIVE = "_activeSpanProcessor";
const LIST = "_spanProcessors";

function addProcessor(provider: TracerProvider, processor: SpanProcessor): boolean {
  const older = provider as { addSpanProcessor?: (processor: SpanProcessor) => void };
  if (typeof older.addSpanProcessor === "function") {
    older.addSpanProcessor(processor);
    return true;
  }
  const active = (provider as { [ACTIVE]?: { [LIST]?: unknown } })[ACTIVE];
  const list = active?.[LIST];
  if (!Array.isArray(list)) return false;
  (list as SpanProcessor[]).push(processor);
  return true;
}

/** Lets a propagator that is not ours also keep the inbound headers. Nothing it extracts or injects changes. */
export function watchInbound(): void {
  const registry = (globalThis as Record<symbol, unknown>)[Symbol.for("opentelemetry.js.api.1")];
  const propagator = (registry as { propagation?: TextMapPropagator } | undefined)?.propagation;
  if (propagator === undefined || watched.has(propagator)) return;
  watched.add(propagator);
  const extract = propagator.extract.bind(propagator);
  propagator.extract = (before, carrier, getter) => noteInbound(extract(before, carrier, getter), carrier, getter);
}

const watched = new WeakSet<object>();
