import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { Agent } from "./agent.ts";
import { switchOnKitTracing } from "./framework/kit-tracing.ts";
import { guardedAsync } from "./guard.ts";
import { NO_PROCESSOR } from "./no-processor.ts";
import type { WeirOptions, WeirRegistration } from "./options.ts";
import { registrationOf, startAgent } from "./start.ts";

export { parallel, type ParallelChild } from "./fix/parallel.ts";
export { weirHandle } from "./framework/weir-handle.ts";
export type { EvidenceOptions, RedactOptions, WeirOptions, WeirRegistration } from "./options.ts";

/** Call it in `src/instrumentation.server.ts`. Calling it again, as a dev server does, changes nothing. */
export function registerWeir(options: WeirOptions = {}): WeirRegistration {
  const agent = startAgent({ framework: "sveltekit", options });
  if (agent !== undefined) prepare(agent);
  return registrationOf(agent);
}

/** For an app with a tracer provider of its own: put this among its span processors. */
export function weirSpanProcessor(options: WeirOptions = {}): SpanProcessor {
  return startAgent({ framework: "sveltekit", options, handedOut: true })?.processor ?? NO_PROCESSOR;
}

function prepare(agent: Agent): void {
  void guardedAsync("sveltekit tracing", switchOnKitTracing);
  // SvelteKit 2's dev server runs code that Vite has moved about; only the runtime can say where a frame really is.
  if (agent.config.service.environment === "development") process.setSourceMapsEnabled(true);
}
