import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NO_PROCESSOR } from "./no-processor.ts";
import type { WeirOptions, WeirRegistration } from "./options.ts";
import { registrationOf, startAgent } from "./start.ts";

/** Starts the agent in a plain Node server. Call it before the server takes requests; calling it again does nothing. */
export function registerWeir(options: WeirOptions = {}): WeirRegistration {
  return registrationOf(startAgent({ framework: "node", options }));
}

/** For an app with a tracer provider of its own: put this among its span processors. */
export function weirSpanProcessor(options: WeirOptions = {}): SpanProcessor {
  return startAgent({ framework: "node", options, handedOut: true })?.processor ?? NO_PROCESSOR;
}
