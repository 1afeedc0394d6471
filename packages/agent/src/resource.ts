import { type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import { SDK_INFO } from "@opentelemetry/core";
import type { Config } from "./config/config.ts";
import { readEnvironment, type Variables } from "./config/environment.ts";
import { AGENT_VERSION } from "./version.ts";

/** The resource a span is exported with. */
export type ResourceOf = (resource: Resource | undefined) => Resource;

/** What tells processes, deploys and machines apart. Whatever else a variable holds for other backends stays here. */
const TELLING =
  /^(?:service\.(?:name|namespace|version|instance\.id)|deployment\.environment(?:\.name)?|vcs\.(?:ref\.head|repository)\.[a-z.]+|vercel\.[a-z_.]+|host\.(?:name|id|arch)|container\.id|cloud\.(?:provider|region|availability_zone)|k8s\.[a-z]+\.(?:name|uid))$/;

function telling(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => TELLING.test(name)));
}

/** Describes this process to the collector. */
export function agentResource(config: Config, instance: string, variables: Variables): Resource {
  const { name, environment, version } = config.service;
  return resourceFromAttributes({
    ...telling(readEnvironment(variables).pairs("OTEL_RESOURCE_ATTRIBUTES")),
    ...SDK_INFO,
    "telemetry.distro.name": "@weir/agent",
    "telemetry.distro.version": AGENT_VERSION,
    "service.name": name,
    "service.instance.id": instance,
    "deployment.environment.name": environment,
    ...(version === undefined ? {} : { "service.version": version }),
    "process.pid": process.pid,
    "process.runtime.version": process.versions.node,
  });
}

/**
 * Spans of a joined provider bring that provider's resource, which often lacks environment and version: ours fills
 * the gaps, and names the service where the app has named it to us.
 */
export function resourceCompleter(own: Resource, named: boolean): ResourceOf {
  const completed = new WeakMap<Resource, Resource>();
  return (resource) => {
    if (resource === undefined || resource === own) return own;
    const known = completed.get(resource);
    if (known !== undefined) return known;
    const merged = resourceFromAttributes({ ...own.attributes, ...identity(resource, named) });
    completed.set(resource, merged);
    return merged;
  };
}

const IDENTITY = ["service.name", "service.version", "deployment.environment.name"];

function identity(resource: Resource, named: boolean): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const key of IDENTITY) {
    const value = resource.attributes[key];
    if (typeof value !== "string" || value === "") continue;
    if (key === "service.name" && (named || value.startsWith("unknown_service"))) continue;
    kept[key] = value;
  }
  return kept;
}
