import type { Tracer } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { Recorder } from "./capture/recorder.ts";
import type { ResponseBodies } from "./capture/response-bodies.ts";
import type { Roots } from "./capture/roots.ts";
import type { Config } from "./config/config.ts";

/** The one running agent of a process, as entry points and handles of any copy of this code meet it. */
export interface Agent {
  readonly config: Config;
  readonly processor: SpanProcessor;
  readonly roots: Roots;
  readonly recorder: Recorder;
  readonly bodies: ResponseBodies;
  readonly tracer: () => Tracer;
  readonly counts: () => AgentCounts;
  shutdown(): Promise<void>;
}

export interface AgentCounts {
  /** Requests being recorded. */
  readonly liveRoots: number;
  /** Spans waiting to be sent. */
  readonly queuedSpans: number;
}
