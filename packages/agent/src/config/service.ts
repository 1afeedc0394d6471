import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Framework } from "@weir/core/wire";
import type { WeirOptions } from "../options.ts";
import type { Environment } from "./environment.ts";

export interface Service {
  readonly name: string;
  readonly version?: string;
  readonly environment: string;
}

/** Build files are small; anything larger is not what we look for. */
const MAX_FILE_BYTES = 64 * 1024;

/** Names the process, each part from the most explicit source that says anything. */
export function resolveService(
  environment: Environment,
  options: WeirOptions,
  framework: Framework,
  directory: string,
): Service {
  const resource = environment.pairs("OTEL_RESOURCE_ATTRIBUTES");
  const stage =
    environment.text("WEIR_ENVIRONMENT") ??
    resource["deployment.environment.name"] ??
    resource["deployment.environment"] ??
    options.environment ??
    stageOf(environment.text("NODE_ENV"), framework);
  const version =
    environment.text("WEIR_SERVICE_VERSION") ??
    resource["service.version"] ??
    options.serviceVersion ??
    environment.text("VERCEL_GIT_COMMIT_SHA", "GITHUB_SHA", "CI_COMMIT_SHA", "COMMIT_REF") ??
    (stage === "development" ? undefined : buildVersion(framework, directory));
  return {
    name:
      environment.text("WEIR_SERVICE_NAME", "OTEL_SERVICE_NAME") ??
      resource["service.name"] ??
      options.serviceName ??
      packageName(directory) ??
      "unknown_service:node",
    environment: stage,
    ...(version === undefined ? {} : { version }),
  };
}

/** Their dev servers set NODE_ENV and their built servers may not: an unset one means production. */
const BUILT: ReadonlySet<Framework> = new Set(["next", "sveltekit"]);

/** Any other process follows the habit of Express: unset is development. */
function stageOf(nodeEnv: string | undefined, framework: Framework): string {
  return nodeEnv ?? (BUILT.has(framework) ? "production" : "development");
}

function buildVersion(framework: Framework, directory: string): string | undefined {
  switch (framework) {
    case "next":
      return readText(join(directory, ".next", "BUILD_ID"))?.trim();
    case "sveltekit":
      return textField(readText(join(directory, "build", "client", "_app", "version.json")), "version");
    default:
      return textField(readText(join(directory, "package.json")), "version");
  }
}

function packageName(directory: string): string | undefined {
  return textField(readText(join(directory, "package.json")), "name");
}

function readText(path: string): string | undefined {
  try {
    const text = readFileSync(/* turbopackIgnore: true */ path, "utf8");
    return text.length <= MAX_FILE_BYTES ? text : undefined;
  } catch {
    return undefined; // the file is optional
  }
}

function textField(json: string | undefined, field: string): string | undefined {
  if (json === undefined) return undefined;
  try {
    const value = (JSON.parse(json) as Record<string, unknown> | null)?.[field];
    return typeof value === "string" && value !== "" ? value : undefined;
  } catch {
    return undefined; // a package.json of another shape names nothing
  }
}
