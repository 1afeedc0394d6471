import type { Framework } from "@weir/core/wire";
import type { Sampling } from "../evidence-sampler.ts";
import type { WeirOptions } from "../options.ts";
import { type Endpoint, isLocal, resolveEndpoint } from "./endpoint.ts";
import { readEnvironment, type Environment, type Variables } from "./environment.ts";
import { resolveService, type Service } from "./service.ts";

/** Everything the agent was told, resolved once at start. */
export interface Config {
  readonly framework: Framework;
  readonly service: Service;
  readonly disabled: boolean;
  readonly endpoint: Endpoint;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: the SDK's own sampler variables decide. */
  readonly sampleRatio?: number;
  readonly evidence: {
    readonly values: boolean;
    readonly callSites: boolean;
    readonly lineage: boolean;
    readonly source: boolean;
    readonly sampling: Sampling;
  };
  readonly redact: {
    readonly headers: readonly string[];
    readonly query: readonly string[];
    readonly paths: readonly string[];
  };
  readonly propagate: readonly string[];
  readonly propagators: readonly string[];
  readonly exporting: Exporting;
  /** Directory of the project, for shown paths. */
  readonly directory: string;
}

export interface Exporting {
  readonly encoding: "protobuf" | "json";
  readonly gzip: boolean;
  readonly delayMs: number;
  readonly timeoutMs: number;
  readonly maxQueue: number;
  readonly maxBatch: number;
  readonly certificate?: string;
  readonly clientKey?: string;
  readonly clientCertificate?: string;
}

export interface ConfigInput {
  readonly options: WeirOptions;
  readonly framework: Framework;
  readonly variables: Variables;
  readonly directory: string;
  /** True when the spans come from a provider that is not ours. */
  readonly joined: boolean;
}

export function resolveConfig({ options, framework, variables, directory, joined }: ConfigInput): Config {
  const environment = readEnvironment(variables);
  const service = resolveService(environment, options, framework, directory);
  const endpoint = resolveEndpoint(environment, options.endpoint, joined);
  const ratio = environment.number("WEIR_SAMPLE_RATIO") ?? options.sampleRatio;
  return {
    framework,
    service,
    disabled:
      environment.flag("OTEL_SDK_DISABLED", "WEIR_DISABLED") === true ||
      environment.flag("WEIR_DISABLED") === true ||
      (environment.text("OTEL_TRACES_EXPORTER") === "none" && environment.text("WEIR_ENDPOINT") === undefined),
    endpoint,
    headers: {
      ...options.headers,
      ...environment.pairs("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"),
      ...environment.pairs("WEIR_HEADERS"),
    },
    ...(ratio === undefined || environment.text("OTEL_TRACES_SAMPLER") !== undefined
      ? {}
      : { sampleRatio: Math.min(1, Math.max(0, ratio)) }),
    evidence: {
      values: environment.flag("WEIR_EVIDENCE_VALUES") ?? options.evidence?.values ?? true,
      callSites: environment.flag("WEIR_EVIDENCE_CALL_SITES") ?? options.evidence?.callSites ?? true,
      lineage: environment.flag("WEIR_EVIDENCE_LINEAGE") ?? options.evidence?.lineage ?? true,
      sampling: environment.flag("WEIR_EVIDENCE_EVERYTHING")
        ? "everything"
        : service.environment === "production"
          ? "production"
          : "settled",
      source:
        environment.flag("WEIR_EVIDENCE_SOURCE") ?? options.evidence?.source ?? service.environment !== "production",
    },
    redact: {
      headers: (options.redact?.headers ?? []).map((name) => name.toLowerCase()),
      query: options.redact?.query ?? [],
      paths: options.redact?.paths ?? [],
    },
    propagate: environment.list("WEIR_PROPAGATE") ?? options.propagate ?? [],
    propagators: environment.list("OTEL_PROPAGATORS") ?? ["tracecontext", "baggage"],
    exporting: resolveExporting(environment, service.environment === "development", !isLocal(endpoint)),
    directory,
  };
}

function resolveExporting(environment: Environment, development: boolean, remote: boolean): Exporting {
  const otlp = (name: string): string | undefined =>
    environment.text(`OTEL_EXPORTER_OTLP_TRACES_${name}`, `OTEL_EXPORTER_OTLP_${name}`);
  const certificate = otlp("CERTIFICATE");
  const clientKey = otlp("CLIENT_KEY");
  const clientCertificate = otlp("CLIENT_CERTIFICATE");
  return {
    encoding: otlp("PROTOCOL") === "http/json" ? "json" : "protobuf",
    gzip: (otlp("COMPRESSION") ?? (remote ? "gzip" : "none")) !== "none",
    delayMs: environment.number("OTEL_BSP_SCHEDULE_DELAY") ?? (development ? 500 : 5000),
    timeoutMs: environment.number("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT") ?? 10_000,
    maxQueue: Math.max(1, environment.number("OTEL_BSP_MAX_QUEUE_SIZE") ?? 8192),
    maxBatch: Math.max(1, environment.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE") ?? 1024),
    ...(certificate === undefined ? {} : { certificate }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  };
}
