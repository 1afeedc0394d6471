import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { LazyTracerProvider } from "./lazy-provider.ts";
import { NO_PROCESSOR } from "./no-processor.ts";
import type { WeirOptions } from "./options.ts";
import { registrationOf, startAgent } from "./start.ts";

export interface NextStart {
  readonly options: WeirOptions;
  readonly lazy?: LazyTracerProvider;
  readonly handedOut?: boolean;
  readonly withUndici?: boolean;
}

/** The Node half of `@weir/agent/next`, loaded only in the Node runtime. */
export function start(input: NextStart): { readonly processor: SpanProcessor; shutdown(): Promise<void> } {
  const agent = startAgent({ framework: "next", ...input });
  return { processor: agent?.processor ?? NO_PROCESSOR, shutdown: registrationOf(agent).shutdown };
}
