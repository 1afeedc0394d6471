import { randomUUID } from "node:crypto";
import { diag, DiagConsoleLogger, DiagLogLevel } from "@opentelemetry/api";
import type { Framework } from "@weir/core/wire";
import type { Agent } from "./agent.ts";
import { type Capture, createCapture } from "./capture/capture.ts";
import { installHttpServer, noteRoute } from "./capture/http-server.ts";
import { WeirPropagator } from "./capture/propagator.ts";
import type { ServerSpans } from "./capture/server-spans.ts";
import { type Config, resolveConfig } from "./config/config.ts";
import { flushOnExit } from "./export/exit-flush.ts";
import { watchKitRoute } from "./framework/kit-route.ts";
import { guarded } from "./guard.ts";
import { SeededIds } from "./ids.ts";
import type { LazyTracerProvider } from "./lazy-provider.ts";
import type { WeirOptions, WeirRegistration } from "./options.ts";
import { createPipeline, type Pipeline } from "./pipeline.ts";
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
  /** Holds the place of the global provider. */
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

/** What an entry point returns for an agent, running or not. */
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
  const resource = agentResource(config, instance, process.env);
  const named = input.options.serviceName !== undefined || process.env["WEIR_SERVICE_NAME"] !== undefined;
  const pipeline = createPipeline(config, instance, ids, resourceCompleter(resource, named));
  const capture = createCapture(config, pipeline, () => source.tracer(), joined);
  const source =
    input.handedOut === true
      ? joinedSource(AGENT_VERSION)
      : present !== undefined
        ? joinProvider(present, capture.processor, AGENT_VERSION)
        : ownProvider({
            config,
            processor: capture.processor,
            resource,
            ids,
            propagator: new WeirPropagator(config.propagators, capture.gate),
            version: AGENT_VERSION,
            lazy: input.lazy,
          });
  capture.install();
  // An app that takes the processor registers its propagator afterwards.
  if (source.joined) for (const ms of [0, 1000]) pipeline.idle.later(watchInbound, ms);
  if (!source.joined || input.withUndici === true) capture.undici.enable();
  else capture.undici.whenMissing();
  if (firstInstall("http-server")) installHttpServer();
  if (capture.servers.needed) stepBack(config.framework, capture.servers);
  pipeline.start();
  return running(config, pipeline, capture, source);
}

/** SvelteKit makes roots of its own, perhaps; until one is seen, ours stand for them. */
function stepBack(framework: Framework, servers: ServerSpans): void {
  if (framework === "sveltekit" && firstInstall("kit-route")) servers.whenFrameworkSeen(watchKitRoute(noteRoute));
}

function running(config: Config, pipeline: Pipeline, capture: Capture, source: SpanSource): Agent {
  const { processor, roots, around, servers } = capture;
  const stopWatching = flushOnExit(async () => {
    roots.flush();
    await pipeline.exporter.flush(EXIT_DEADLINE_MS);
  });
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    agentState().agent = undefined;
    stopWatching();
    capture.release();
    roots.flush();
    await pipeline.close(SHUTDOWN_DEADLINE_MS);
    await source.shutdown();
  };
  return {
    config,
    processor,
    around,
    servers,
    tracer: source.tracer,
    counts: () => ({ liveRoots: roots.live, queuedSpans: pipeline.exporter.queued }),
    shutdown: () => (stopped ??= stop().catch(() => undefined)),
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
