import { randomUUID } from "node:crypto";
import { diag, DiagConsoleLogger, DiagLogLevel } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { Agent } from "./agent.ts";
import { fetchOperations } from "./capture/fetch-operations.ts";
import { HttpClient } from "./capture/http-client.ts";
import { installHttpServer } from "./capture/http-server.ts";
import { installOuterFetch, releaseOuterFetch } from "./capture/outer-fetch.ts";
import { ProbeSet } from "./capture/probe-set.ts";
import { propagationHosts } from "./capture/propagation-hosts.ts";
import { type OutboundGate, WeirPropagator } from "./capture/propagator.ts";
import { Recorder } from "./capture/recorder.ts";
import { ResponseBodies } from "./capture/response-bodies.ts";
import { Roots } from "./capture/roots.ts";
import { ServerSpans } from "./capture/server-spans.ts";
import { SpanOperations } from "./capture/span-operations.ts";
import { WeirSpanProcessor } from "./capture/span-processor.ts";
import type { StartingOperation } from "./capture/starting-operation.ts";
import { UndiciSpans } from "./capture/undici-spans.ts";
import { type Config, resolveConfig } from "./config/config.ts";
import type { Framework } from "./config/service.ts";
import { EvidenceSampler } from "./evidence-sampler.ts";
import { flushOnExit } from "./export/exit-flush.ts";
import { guarded } from "./guard.ts";
import { SeededIds } from "./ids.ts";
import type { LazyTracerProvider } from "./lazy-provider.ts";
import type { WeirOptions, WeirRegistration } from "./options.ts";
import { createPipeline } from "./pipeline.ts";
import { createProbes } from "./probes.ts";
import { globalProvider, joinedSource, joinProvider, ownProvider, type SpanSource, watchInbound } from "./provider.ts";
import { agentResource, resourceCompleter } from "./resource.ts";
import { agentState, firstInstall } from "./state.ts";
import { AGENT_VERSION } from "./version.ts";

/** What is sent at exit must be sent within this. */
export const EXIT_DEADLINE_MS = 1500;
const SHUTDOWN_DEADLINE_MS = 5000;

export interface StartInput {
  readonly framework: Framework;
  readonly options: WeirOptions;
  /** The app puts the processor into its own provider. */
  readonly handedOut?: boolean;
  /** The app's provider brings no spans of `fetch`, so ours are wanted. */
  readonly withUndici?: boolean;
  readonly lazy?: LazyTracerProvider;
}

/** Starts the agent of this process, or finds it running. Never throws; `undefined` when switched off or failed. */
export function startAgent(input: StartInput): Agent | undefined {
  const state = agentState();
  if (state.agent !== undefined) return state.agent;
  const agent = guarded("start", () => assemble(input));
  if (agent !== undefined) state.agent = agent;
  return agent;
}

export function registrationOf(agent: Agent | undefined): WeirRegistration {
  return { shutdown: async () => agent?.shutdown() };
}

function assemble(input: StartInput): Agent | undefined {
  const present = input.lazy === undefined ? globalProvider() : undefined;
  const joined = input.handedOut === true || present !== undefined;
  const config = resolveConfig({ ...input, variables: process.env, directory: process.cwd(), joined });
  if (config.disabled) return undefined;
  logAsAsked(joined);
  const instance = randomUUID();
  const ids = new SeededIds();
  const own = agentResource(config, instance, process.env);
  const named = input.options.serviceName !== undefined || process.env["WEIR_SERVICE_NAME"] !== undefined;
  const pipeline = createPipeline(config, instance, ids, resourceCompleter(own, named));
  const capture = createCapture(config, pipeline, () => source.tracer());
  const source = spanSource(input, config, capture, { own, ids, present });
  if (!joined || input.withUndici === true) capture.undici.enable();
  else capture.undici.whenMissing();
  if (joined) watchInbound();
  else if (config.framework !== "next" && firstInstall("http-server")) {
    installHttpServer({ tracer: () => source.tracer(), servers: capture.servers });
  }
  pipeline.start();
  return running(config, pipeline, capture, source);
}

type Capture = ReturnType<typeof createCapture>;

/** Everything that watches the app. */
function createCapture(config: Config, pipeline: ReturnType<typeof createPipeline>, tracer: SpanSource["tracer"]) {
  const { values, callSites } = config.evidence;
  const probes = new ProbeSet(createProbes(config));
  const recorder = new Recorder(probes);
  const sampler = new EvidenceSampler(config.service.environment !== "production");
  const roots = new Roots({
    probes,
    sample: sampler.sample,
    deliver: (root) => void guarded("evidence", () => pipeline.deliver(root, probes)),
    later: pipeline.idle.later,
  });
  const operations = new SpanOperations(recorder, callSites);
  const starting: StartingOperation = { op: undefined };
  const servers = new ServerSpans(config.framework === "sveltekit");
  const gate: OutboundGate = { open: false };
  const propagates = propagationHosts(config.propagate);
  const bodies = new ResponseBodies(recorder, values);
  const undici = new UndiciSpans({ operations, gate, propagates });
  const http = new HttpClient({ roots, recorder, tracer, gate, propagates, callSites, values });
  const flush = (): Promise<void> => {
    roots.flush();
    return pipeline.exporter.flush(SHUTDOWN_DEADLINE_MS);
  };
  const processor: SpanProcessor = new WeirSpanProcessor({
    roots,
    operations,
    starting,
    servers,
    finished: (span) => pipeline.exporter.add(span),
    flush,
    shutdown: flush,
  });
  bodies.install();
  installOuterFetch(fetchOperations({ roots, recorder, bodies, starting, callSites, undici }));
  http.install();
  return { probes, recorder, roots, operations, servers, gate, propagates, bodies, http, processor, undici };
}

function spanSource(
  input: StartInput,
  config: Config,
  { processor, gate }: Capture,
  {
    own,
    ids,
    present,
  }: {
    own: ReturnType<typeof agentResource>;
    ids: SeededIds;
    present: ReturnType<typeof globalProvider>;
  },
): SpanSource {
  if (input.handedOut === true) return joinedSource(AGENT_VERSION);
  if (present !== undefined) return joinProvider(present, processor, AGENT_VERSION);
  const propagator = new WeirPropagator(config.propagators, gate);
  return ownProvider({ config, processor, resource: own, ids, propagator, version: AGENT_VERSION, lazy: input.lazy });
}

function running(
  config: Config,
  pipeline: ReturnType<typeof createPipeline>,
  capture: Capture,
  source: SpanSource,
): Agent {
  const { processor, roots, recorder, bodies, http, undici } = capture;
  const stopWatching = flushOnExit(async () => {
    roots.flush();
    await pipeline.exporter.flush(EXIT_DEADLINE_MS);
  });
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopWatching();
    releaseOuterFetch();
    bodies.release();
    http.release();
    undici.disable();
    roots.flush();
    await pipeline.close(SHUTDOWN_DEADLINE_MS);
    await source.shutdown();
    agentState().agent = undefined;
  };
  return {
    config,
    processor,
    roots,
    recorder,
    bodies,
    tracer: source.tracer,
    counts: () => ({ liveRoots: roots.live, queuedSpans: pipeline.exporter.queued }),
    shutdown: () => (stopped ??= stop()),
  };
}

/** A logger only where the app asks for one and nobody has set one. */
function logAsAsked(joined: boolean): void {
  const level = process.env["OTEL_LOG_LEVEL"]?.toUpperCase();
  if (joined || level === undefined || !(level in DiagLogLevel)) return;
  diag.setLogger(new DiagConsoleLogger(), {
    logLevel: DiagLogLevel[level as keyof typeof DiagLogLevel],
    suppressOverrideMessage: true,
  });
}
