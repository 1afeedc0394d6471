import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatShare } from "@weir/core/messages";
import { readHookFile } from "../project/hook-file.ts";
import { valueAt } from "../project/object-literal.ts";
import { calleeName, type Node, nodesIn, parseModule } from "../project/parse-module.ts";
import type { Project } from "../project/read-project.ts";
import { type Diagnosis, look, mend, ok } from "./diagnosis.ts";
import type { Variable, Variables } from "./settings-of.ts";

const GRPC_PORT = "4317";
/** Files of a build that are looked at for maps. */
const MAX_FILES = 2_000;

/** Looks at what tells the agent where to send, how much, and as whom. */
export function checkSettings(project: Project, variables: Variables): readonly Diagnosis[] {
  return [
    ...checkSwitches(variables),
    ...checkEndpoint(project, variables),
    ...checkSampling(project, variables),
    ...checkVersion(project, variables),
    ...checkMaps(project),
  ];
}

function checkSwitches(variables: Variables): readonly Diagnosis[] {
  const found: Diagnosis[] = [];
  const disabled = variables.get("OTEL_SDK_DISABLED") ?? variables.get("WEIR_DISABLED");
  if (disabled?.value.toLowerCase() === "true") {
    found.push(mend("disabled", ["doctor.disabled", { where: disabled.where }], ["doctor.disabled.cure", {}]));
  }
  const file = variables.get("OTEL_CONFIG_FILE");
  if (file !== undefined)
    found.push(look("config-file", ["doctor.config-file", { where: file.where }], ["doctor.config-file.cure", {}]));
  return found;
}

const ENDPOINTS = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "WEIR_ENDPOINT"] as const;

function checkEndpoint(project: Project, variables: Variables): readonly Diagnosis[] {
  const protocol = variables.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? variables.get("OTEL_EXPORTER_OTLP_PROTOCOL");
  const set: { name: string; value: string }[] = ENDPOINTS.flatMap((name) => {
    const variable = variables.get(name);
    return variable === undefined ? [] : [{ name, value: variable.value }];
  });
  const option = optionOf(project, ["endpoint"]);
  if (typeof option === "string") set.push({ name: "registerWeir: endpoint", value: option });
  const found = set.flatMap(({ name, value }) => wrongEndpoint(name, value) ?? []);
  if (protocol?.value === "grpc") found.push(grpc("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.value));
  const [first] = set;
  return found.length > 0
    ? found
    : [ok("endpoint", ["doctor.endpoint.ok", { value: first?.value ?? "http://localhost:4318" }])];
}

function wrongEndpoint(name: string, value: string): Diagnosis | undefined {
  if (!URL.canParse(value)) return wrongPath(name, value, "http://localhost:4318");
  const { protocol, port, pathname, origin } = new URL(value);
  if (port === GRPC_PORT || protocol === "grpc:") return grpc(name, value);
  const path = pathname.replace(/\/+$/, "");
  // The one for traces is taken as it is; to the general one `v1/traces` is added.
  if (name.includes("TRACES"))
    return path.endsWith("/v1/traces") ? undefined : wrongPath(name, value, `${origin}${path}/v1/traces`);
  return path.endsWith("/v1/traces") ? wrongPath(name, value, origin + path.slice(0, -"/v1/traces".length)) : undefined;
}

function wrongPath(name: string, value: string, cure: string): Diagnosis {
  return mend(
    "endpoint",
    ["doctor.endpoint.path", { name, value }],
    ["doctor.endpoint.path.cure", { cure: `${name}=${cure}` }],
  );
}

function grpc(name: string, value: string): Diagnosis {
  return mend("grpc", ["doctor.endpoint.grpc", { name, value }], ["doctor.endpoint.grpc.cure", {}]);
}

function checkSampling(project: Project, variables: Variables): readonly Diagnosis[] {
  const sampled = samplerShare(variables) ?? weirShare(variables) ?? optionShare(project);
  if (sampled === undefined || sampled.share >= 1) return [];
  const { share, where } = sampled;
  if (share === 0) return [mend("sampling", ["doctor.sampling.zero", { where }], ["doctor.sampling.zero.cure", {}])];
  return [
    look(
      "sampling",
      ["doctor.sampling.low", { share: formatShare(share, "en"), where }],
      ["doctor.sampling.low.cure", {}],
    ),
  ];
}

interface Share {
  readonly share: number;
  readonly where: string;
}

function samplerShare(variables: Variables): Share | undefined {
  const sampler = variables.get("OTEL_TRACES_SAMPLER");
  if (sampler === undefined) return undefined;
  const { value, where } = sampler;
  if (value.endsWith("always_off")) return { share: 0, where };
  if (!value.endsWith("traceidratio")) return { share: 1, where };
  const ratio = Number(variables.get("OTEL_TRACES_SAMPLER_ARG")?.value ?? 1);
  return { share: Number.isFinite(ratio) ? ratio : 1, where };
}

function weirShare(variables: Variables): Share | undefined {
  const ratio: Variable | undefined = variables.get("WEIR_SAMPLE_RATIO");
  const share = Number(ratio?.value);
  return ratio === undefined || !Number.isFinite(share) ? undefined : { share, where: ratio.where };
}

function optionShare(project: Project): Share | undefined {
  const share = optionOf(project, ["sampleRatio"]);
  return typeof share === "number" ? { share, where: "registerWeir" } : undefined;
}

const COMMIT_VARIABLES = ["VERCEL_GIT_COMMIT_SHA", "GITHUB_SHA", "CI_COMMIT_SHA", "COMMIT_REF"];

function checkVersion(project: Project, variables: Variables): readonly Diagnosis[] {
  const resource = variables.get("OTEL_RESOURCE_ATTRIBUTES")?.value ?? "";
  const version =
    variables.get("WEIR_SERVICE_VERSION")?.value ??
    /(?:^|,)\s*service\.version=([^,]+)/.exec(resource)?.[1] ??
    optionOf(project, ["serviceVersion"]);
  const inCi = COMMIT_VARIABLES.find((name) => (process.env[name] ?? "") !== "");
  if (version !== undefined || inCi !== undefined) {
    return [ok("version", ["doctor.version.ok", { version: typeof version === "string" ? version : (inCi ?? "") }])];
  }
  return [
    look("version", ["doctor.version.missing", { where: "service.version" }], ["doctor.version.missing.cure", {}]),
  ];
}

/** An option of `registerWeir({ … })` as it stands in the hook file; an expression counts as set. */
function optionOf(project: Project, path: readonly string[]): string | number | true | undefined {
  const hook = readHookFile(project);
  const program = hook?.exists === true ? parseModule(hook.path, hook.text) : undefined;
  if (program === undefined) return undefined;
  for (const node of nodesIn(program)) {
    if (node.type !== "CallExpression" || calleeName(node) !== "registerWeir") continue;
    const [options] = node.arguments;
    const value = options === undefined ? undefined : valueAt(options, path);
    return value === undefined ? undefined : literalOf(value);
  }
  return undefined;
}

function literalOf(node: Node): string | number | true {
  return node.type === "Literal" && (typeof node.value === "string" || typeof node.value === "number")
    ? node.value
    : true;
}

/** A switch that says no, or a build without maps. Development servers always make them. */
function checkMaps(project: Project): readonly Diagnosis[] {
  const { framework, root } = project;
  if (framework.name === "node") return [];
  const isNext = framework.name === "next";
  const files = (isNext ? ["next.config"] : ["vite.config"]).flatMap((base) =>
    ["ts", "js", "mjs", "mts"].map((ending) => `${base}.${ending}`),
  );
  const path = isNext ? ["experimental", "serverSourceMaps"] : ["build", "sourcemap"];
  const cure = isNext
    ? "experimental: { serverSourceMaps: true } in next.config"
    : "build: { sourcemap: true } in vite.config";
  for (const file of files.filter((one) => existsSync(join(root, one)))) {
    const program = parseModule(file, readFileSync(join(root, file), "utf8"));
    if (program !== undefined && says(program, path) === false) {
      return [mend("maps", ["doctor.maps.off", { path: file }], ["doctor.maps.off.cure", { cure }])];
    }
  }
  const built = (isNext ? [".next/server"] : ["build/server", ".svelte-kit/output/server"]).find((folder) =>
    existsSync(join(root, folder)),
  );
  if (built === undefined || (isNext && !existsSync(join(root, ".next/BUILD_ID"))) || hasMaps(join(root, built)))
    return [];
  return [look("maps", ["doctor.maps.off", { path: built }], ["doctor.maps.off.cure", { cure }])];
}

function says(program: Node, path: readonly string[]): unknown {
  for (const node of nodesIn(program)) {
    const value = node.type === "ObjectExpression" ? valueAt(node, path) : undefined;
    if (value?.type === "Literal") return value.value;
  }
  return undefined;
}

function hasMaps(folder: string): boolean {
  const names = readdirSync(folder, { recursive: true }).slice(0, MAX_FILES);
  return names.some((name) => String(name).endsWith(".map"));
}
