import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";

/** What an app gets while the agent is switched off. */
export const NO_PROCESSOR: SpanProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
