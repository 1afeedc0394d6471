import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { LazyTracerProvider } from "./lazy-provider.ts";
import { NO_PROCESSOR } from "./no-processor.ts";
import type { WeirOptions, WeirRegistration } from "./options.ts";
import { registrationOf, startAgent } from "./start.ts";

export interface NextStart {
  readonly options: WeirOptions;
  readonly lazy?: LazyTracerProvider;
  readonly handedOut?: boolean;
  readonly withUndici?: boolean;
}

export interface Started {
  readonly processor: SpanProcessor;
  readonly registration: WeirRegistration;
}

/** The Node half of `@weir/agent/next`, loaded only in the Node runtime. */
export function start(input: NextStart): Started {
  const agent = startAgent({ framework: "next", ...input });
  return { processor: agent?.processor ?? NO_PROCESSOR, registration: registrationOf(agent) };
}
