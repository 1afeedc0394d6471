import type { SpanContext, Tracer } from "@opentelemetry/api";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { monotonicNow } from "../clock.ts";
import type { Config } from "../config/config.ts";
import { EvidenceSampler } from "../evidence-sampler.ts";
import type { Pipeline } from "../pipeline.ts";
import { createProbes } from "../probes.ts";
import { fetchOperations } from "./fetch-operations.ts";
import { HttpClient } from "./http-client.ts";
import { type AroundFetch, installOuterFetch, releaseOuterFetch } from "./outer-fetch.ts";
import { ProbeSet } from "./probe-set.ts";
import { propagationHosts } from "./propagation-hosts.ts";
import type { OutboundGate } from "./propagator.ts";
import { Recorder } from "./recorder.ts";
import { ResponseBodies } from "./response-bodies.ts";
import { Roots } from "./roots.ts";
import { ServerSpans } from "./server-spans.ts";
import { SpanOperations } from "./span-operations.ts";
import { WeirSpanProcessor } from "./span-processor.ts";
import type { StartingOperation } from "./starting-operation.ts";
import { UndiciClient } from "./undici-client.ts";

const FLUSH_DEADLINE_MS = 5000;

/** Everything that watches the app, put together. */
export interface Capture {
  readonly roots: Roots;
  readonly recorder: Recorder;
  readonly processor: SpanProcessor;
  readonly servers: ServerSpans;
  readonly undici: UndiciClient;
  readonly gate: OutboundGate;
  readonly around: { readonly network: AroundFetch; readonly internal: AroundFetch };
  /** Puts the agent's layers around the clients of this process. */
  install(): void;
  /** Layers others may have built on stay and pass everything through; the rest goes. */
  release(): void;
}

export function createCapture(config: Config, pipeline: Pipeline, tracer: () => Tracer, joined: boolean): Capture {
  const { values, callSites } = config.evidence;
  const probes = new ProbeSet(createProbes(config));
  const recorder = new Recorder(probes, monotonicNow);
  const roots = new Roots({
    probes,
    now: monotonicNow,
    sample: new EvidenceSampler(config.evidence.sampling).sample,
    deliver: (root) => pipeline.deliver(root, probes),
    later: pipeline.idle.later,
  });
  const operations = new SpanOperations(recorder, callSites);
  const starting: StartingOperation = { op: undefined };
  const gate: OutboundGate = { open: false };
  const propagates = propagationHosts(config.propagate);
  // Next.js tells a fetch over the network from one its caches answered by the span below its own.
  const spans = joined || config.framework === "next";
  const client = { roots, recorder, tracer, gate, propagates, callSites, values, spans };
  const undici = new UndiciClient({ ...client, starting });
  const bodies = new ResponseBodies(recorder, values);
  const fetches = { roots, recorder, bodies, starting, callSites, undici };
  const around = { network: fetchOperations(fetches, "network"), internal: fetchOperations(fetches, "internal") };
  const http = new HttpClient(client);
  const servers = new ServerSpans({
    wanted: !joined && config.framework !== "next",
    onlyWithCalls: config.framework === "sveltekit",
  });
  const flush = (): Promise<void> => {
    roots.flush();
    return pipeline.exporter.flush(FLUSH_DEADLINE_MS);
  };
  const finished = (span: ReadableSpan, parent: SpanContext | undefined): void =>
    pipeline.exporter.add(parent === span.parentSpanContext ? span : reparented(span, parent));
  const processor = new WeirSpanProcessor({ roots, operations, starting, servers, finished, flush, shutdown: flush });
  return {
    roots,
    recorder,
    processor,
    servers,
    undici,
    gate,
    around,
    install: () => {
      bodies.install();
      installOuterFetch(around.network);
      http.install();
    },
    release: () => {
      releaseOuterFetch();
      bodies.release();
      http.release();
      undici.disable();
    },
  };
}

function reparented(span: ReadableSpan, parent: SpanContext | undefined): ReadableSpan {
  return Object.create(span, { parentSpanContext: { value: parent } }) as ReadableSpan;
}
