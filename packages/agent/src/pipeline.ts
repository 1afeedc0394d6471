import { performance } from "node:perf_hooks";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { evidenceSpan } from "./capture/evidence-span.ts";
import type { LiveRoot } from "./capture/live-root.ts";
import type { ProbeSet } from "./capture/probe-set.ts";
import { stackFiles } from "./capture/stack-files.ts";
import type { Config } from "./config/config.ts";
import { FindingAnnouncer } from "./export/finding-announcer.ts";
import { Greeter } from "./export/hello.ts";
import { Idle } from "./export/idle.ts";
import { SourceUploader } from "./export/source-uploader.ts";
import { SpanExporter } from "./export/span-exporter.ts";
import { Transport } from "./export/transport.ts";
import type { SeededIds } from "./ids.ts";
import { redactSpan } from "./redact/span.ts";
import { urlRules } from "./redact/url.ts";
import type { ResourceOf } from "./resource.ts";
import { AGENT_VERSION } from "./version.ts";

/** How often files of a dev server are looked at again. */
const RECHECK_MS = 1000;

/** Everything between a finished span and the collector. */
export interface Pipeline {
  readonly idle: Idle;
  readonly exporter: SpanExporter;
  start(): void;
  deliver(root: LiveRoot, probes: ProbeSet): void;
  close(deadlineMs: number): Promise<void>;
}

export function createPipeline(config: Config, instance: string, ids: SeededIds, resourceOf: ResourceOf): Pipeline {
  const idle = new Idle();
  const { later } = idle;
  const transport = new Transport(config.headers, config.exporting);
  const { base } = config.endpoint;
  const development = config.service.environment === "development";
  const greeter = new Greeter({ base, hello: helloOf(config, instance), transport, later });
  const uploader =
    config.evidence.source && config.evidence.callSites ? uploaderOf(config, transport, idle) : undefined;
  const announcer = development
    ? new FindingAnnouncer({
        base,
        service: config.service.name,
        transport,
        later,
        now: () => performance.now(),
        write: (line) => void process.stderr.write(`${line}\n`),
      })
    : undefined;
  const rules = urlRules(config.redact.query, config.redact.paths);
  const exporter = new SpanExporter({
    url: config.endpoint.traces,
    exporting: config.exporting,
    transport,
    clock: { fraction: () => ids.fraction(), wallMs: () => performance.timeOrigin + performance.now() },
    prepare: (span) => redactSpan(span, resourceOf(span.resource), rules),
    later,
    recovered: () => {
      greeter.greet();
      uploader?.forget();
    },
  });
  return {
    idle,
    exporter,
    start: () => {
      greeter.greet();
      announcer?.start();
    },
    deliver: (root, probes) => {
      const span = evidenceSpan({
        root,
        probes,
        callSites: config.evidence.callSites,
        rules,
        spanId: ids.generateSpanId(),
        resource: resourceOf(root.resource),
        version: AGENT_VERSION,
      });
      exporter.addPrepared(span);
      if (uploader !== undefined && root.full) uploader.seen(filesOf(span));
    },
    close: async (deadlineMs) => {
      greeter.close();
      announcer?.close();
      uploader?.close();
      await exporter.close(deadlineMs);
      transport.close();
    },
  };
}

function filesOf(span: ReadableSpan): string[] {
  const stacks = span.attributes["weir.stacks"];
  return Array.isArray(stacks) ? [...new Set(stacks.flatMap((stack) => stackFiles(String(stack))))] : [];
}

function uploaderOf(config: Config, transport: Transport, { later }: Idle): SourceUploader {
  const { name, environment, version } = config.service;
  const uploader = new SourceUploader({
    base: config.endpoint.base,
    identity: { service: name, env: environment, ...(version === undefined ? {} : { version }) },
    root: config.directory,
    transport,
    later,
  });
  const recheck = (): void => {
    uploader.recheck();
    later(recheck, RECHECK_MS);
  };
  if (environment === "development") later(recheck, RECHECK_MS);
  return uploader;
}

function helloOf(config: Config, instance: string): ConstructorParameters<typeof Greeter>[0]["hello"] {
  const { name, environment, version } = config.service;
  const { values, callSites, lineage, source } = config.evidence;
  return {
    service: name,
    env: environment,
    ...(version === undefined ? {} : { version }),
    instance,
    pid: process.pid,
    node: process.versions.node,
    agent: AGENT_VERSION,
    framework: config.framework,
    evidence: { values, callSites, lineage, source },
  };
}
