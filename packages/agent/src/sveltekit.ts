import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NO_PROCESSOR } from "./no-processor.ts";
import type { WeirOptions, WeirRegistration } from "./options.ts";
import { registrationOf, startAgent } from "./start.ts";

export type { EvidenceOptions, RedactOptions, WeirOptions, WeirRegistration } from "./options.ts";

/** Call it in `src/instrumentation.server.ts`. Calling it again, as a dev server does, changes nothing. */
export function registerWeir(options: WeirOptions = {}): WeirRegistration {
  return registrationOf(startAgent({ framework: "sveltekit", options }));
}

/** For an app with a tracer provider of its own: put this among its span processors. */
export function weirSpanProcessor(options: WeirOptions = {}): SpanProcessor {
  return startAgent({ framework: "sveltekit", options, handedOut: true })?.processor ?? NO_PROCESSOR;
}
