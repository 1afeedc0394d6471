import type { AttributeValue, Attributes, Resource } from "@weir/core";

/** Longest service name, environment or version that is kept. */
const MAX_NAME = 200;

/** OTLP's own name for a process that gives none. */
const UNKNOWN_SERVICE = "unknown_service";

/** Finds out which process a resource describes. */
export function toResource(attributes: Attributes): Resource {
  const first = (...keys: readonly string[]): string | undefined => {
    for (const key of keys) {
      const text = name(attributes[key]);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  const version = first("service.version", "vcs.ref.head.revision", "vercel.sha", "vercel.deployment_id");
  const pid = processId(first("host.name"), first("process.pid"));
  const instance = first("service.instance.id") ?? pid ?? first("container.id", "k8s.pod.uid", "k8s.pod.name");
  const sdk = [first("telemetry.sdk.name"), first("telemetry.sdk.version")].filter((part) => part !== undefined);
  return {
    service: first("service.name") ?? UNKNOWN_SERVICE,
    env: first("deployment.environment.name", "deployment.environment") ?? "development",
    ...(version === undefined ? {} : { version }),
    ...(instance === undefined ? {} : { instance }),
    ...(sdk.length === 0 ? {} : { sdk: sdk.join(" ") }),
  };
}

/** A process id says nothing without its machine, but two processes of one machine differ in nothing else. */
function processId(host: string | undefined, pid: string | undefined): string | undefined {
  return pid === undefined ? undefined : `${host ?? ""}:${pid}`;
}

function name(value: AttributeValue | undefined): string | undefined {
  if (value === undefined || typeof value === "object") return undefined;
  const text = String(value).trim().slice(0, MAX_NAME);
  return text === "" ? undefined : text;
}
