import { diag, trace } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { LazyProcessor } from "./lazy-processor.ts";
import { LazyTracerProvider } from "./lazy-provider.ts";
import type { NextStart, Started } from "./next-node.ts";
import type { WeirOptions, WeirRegistration } from "./options.ts";

export type { EvidenceOptions, RedactOptions, WeirOptions, WeirRegistration } from "./options.ts";

// Nothing that needs Node may be imported statically here: Next.js also bundles this file for the edge runtime, and
// only a dynamic import behind the literal check below keeps the rest out of that bundle.

/**
 * Call it in `register()` of `instrumentation.ts`, after any other tracing set-up: a tracer provider that is there by
 * then is joined. In the edge runtime it does nothing.
 */
export function registerWeir(options: WeirOptions = {}): WeirRegistration {
  if (process.env.NEXT_RUNTIME !== "nodejs") return NOTHING;
  // Next.js prepares the global provider for prerendering as soon as `register()` is done, so ours takes its place in
  // the first microtask: after the app's own synchronous set-up and before that.
  const loaded = load(async () => {
    await Promise.resolve();
    const lazy = reserveProvider();
    return { options, ...(lazy === undefined ? {} : { lazy }) };
  });
  return { shutdown: async () => (await loaded)?.registration.shutdown() };
}

/** For a provider the app makes itself: put this among its span processors. */
export function weirSpanProcessor(options: WeirOptions = {}): SpanProcessor {
  const processor = new LazyProcessor();
  if (process.env.NEXT_RUNTIME === "nodejs") void fill(processor, { options, handedOut: true });
  return processor;
}

/** The parts of a `@vercel/otel` configuration the agent touches. */
export interface VercelOtelConfiguration {
  readonly serviceName?: string;
  readonly spanProcessors?: readonly unknown[];
  readonly instrumentations?: readonly unknown[];
}

/**
 * `registerOTel(withWeir({ … }))`: adds the agent's processor and takes `@vercel/otel`'s own fetch instrumentation out,
 * since Next.js and undici make better spans of the same calls. In the edge runtime the configuration stays as it is.
 */
export function withWeir<Configuration extends object>(
  configuration: Configuration = {} as Configuration,
  options: WeirOptions = {},
): Configuration {
  if (process.env.NEXT_RUNTIME !== "nodejs") return configuration;
  const given = configuration as VercelOtelConfiguration;
  const processor = new LazyProcessor();
  const named = given.serviceName === undefined ? {} : { serviceName: given.serviceName };
  void fill(processor, { options: { ...named, ...options }, handedOut: true, withUndici: true });
  return {
    ...configuration,
    spanProcessors: [...(given.spanProcessors ?? ["auto"]), processor],
    instrumentations: (given.instrumentations ?? []).filter((one) => !isFetchInstrumentation(one)),
  };
}

async function fill(processor: LazyProcessor, input: NextStart): Promise<void> {
  processor.delegate = (await load(() => input))?.processor;
}

/** Starts the Node half; `undefined` where it cannot be loaded, which leaves the app as it is. */
async function load(input: () => NextStart | Promise<NextStart>): Promise<Started | undefined> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    try {
      const given = await input();
      const { start } = await import("./next-node.ts");
      return start(given);
    } catch (error) {
      diag.warn("@weir/agent could not be loaded", error);
    }
  }
  return undefined;
}

function isFetchInstrumentation(instrumentation: unknown): boolean {
  if (instrumentation === "fetch" || instrumentation === "auto") return true;
  const { instrumentationName } = (instrumentation ?? {}) as { instrumentationName?: unknown };
  return instrumentationName === "@vercel/otel/fetch";
}

function reserveProvider(): LazyTracerProvider | undefined {
  const registry = (globalThis as Record<symbol, unknown>)[Symbol.for("opentelemetry.js.api.1")];
  if ((registry as { trace?: unknown } | undefined)?.trace !== undefined) return undefined;
  const state = globalThis as Record<symbol, unknown>;
  if (state[RESERVED] === true) return undefined;
  state[RESERVED] = true;
  const lazy = new LazyTracerProvider();
  trace.setGlobalTracerProvider(lazy);
  return lazy;
}

const RESERVED = Symbol.for("@weir/agent/next/reserved");
const NOTHING: WeirRegistration = { shutdown: () => Promise.resolve() };
