import type { Tracer } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { AroundFetch } from "./capture/outer-fetch.ts";
import type { ServerSpans } from "./capture/server-spans.ts";
import type { Config } from "./config/config.ts";

/** The one running agent of a process, as entry points and handles of any copy of this code meet it. */
export interface Agent {
  readonly config: Config;
  readonly processor: SpanProcessor;
  /** What becomes one operation: a call over the network, or one the framework answers by another of its routes. */
  readonly around: { readonly network: AroundFetch; readonly internal: AroundFetch };
  readonly servers: ServerSpans;
  readonly tracer: () => Tracer;
  readonly counts: () => AgentCounts;
  /** Never rejects. */
  shutdown(): Promise<void>;
}

export interface AgentCounts {
  /** Requests being recorded. */
  readonly liveRoots: number;
  /** Spans waiting to be sent. */
  readonly queuedSpans: number;
}
