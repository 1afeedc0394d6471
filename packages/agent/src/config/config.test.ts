import type { Framework } from "@weir/core/wire";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WeirOptions } from "../options.ts";
import { type Config, resolveConfig } from "./config.ts";
import type { Variables } from "./environment.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "weir-config-"));
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "from-package", version: "0.3.0" }));
  mkdirSync(join(directory, ".next"));
  writeFileSync(join(directory, ".next", "BUILD_ID"), "next-build\n");
  mkdirSync(join(directory, "build", "client", "_app"), { recursive: true });
  writeFileSync(join(directory, "build", "client", "_app", "version.json"), '{"version":"kit-build"}');
});
afterAll(() => rmSync(directory, { recursive: true }));

function resolve(
  variables: Variables = {},
  options: WeirOptions = {},
  framework: Framework = "node",
  joined = false,
): Config {
  return resolveConfig({ variables, options, framework, joined, directory });
}

describe("the service's name", () => {
  it.each<[string, Variables, WeirOptions, string]>([
    ["the package", {}, {}, "from-package"],
    ["the option", {}, { serviceName: "option" }, "option"],
    ["the resource attributes", { OTEL_RESOURCE_ATTRIBUTES: "service.name=attr" }, { serviceName: "option" }, "attr"],
    ["OTEL_SERVICE_NAME", { OTEL_SERVICE_NAME: "otel", OTEL_RESOURCE_ATTRIBUTES: "service.name=attr" }, {}, "otel"],
    ["WEIR_SERVICE_NAME", { WEIR_SERVICE_NAME: "weir", OTEL_SERVICE_NAME: "otel" }, {}, "weir"],
    ["an empty variable as if it were unset", { OTEL_SERVICE_NAME: " " }, { serviceName: "option" }, "option"],
  ])("comes from %s", (_source, variables, options, name) => {
    expect(resolve(variables, options).service.name).toBe(name);
  });
});

describe("the environment", () => {
  it.each<[string, Framework, Variables, WeirOptions, string]>([
    ["is development in a plain Node process that says nothing", "node", {}, {}, "development"],
    ["is production in a built SvelteKit server, which sets no NODE_ENV", "sveltekit", {}, {}, "production"],
    ["is NODE_ENV in development", "sveltekit", { NODE_ENV: "development" }, {}, "development"],
    ["is the option over NODE_ENV", "next", { NODE_ENV: "production" }, { environment: "staging" }, "staging"],
    ["is WEIR_ENVIRONMENT over all", "next", { WEIR_ENVIRONMENT: "qa" }, { environment: "staging" }, "qa"],
    [
      "is the resource attribute's, percent-decoded",
      "node",
      { OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=pre%20prod" },
      {},
      "pre prod",
    ],
  ])("%s", (_case, framework, variables, options, environment) => {
    expect(resolve(variables, options, framework).service.environment).toBe(environment);
  });
});

describe("the version", () => {
  it.each<[string, Framework, Variables, WeirOptions, string | undefined]>([
    ["is the commit Vercel names", "next", { VERCEL_GIT_COMMIT_SHA: "abc", GITHUB_SHA: "def" }, {}, "abc"],
    ["is the commit GitHub names", "next", { GITHUB_SHA: "def" }, {}, "def"],
    ["is Next's build id", "next", {}, {}, "next-build"],
    ["is SvelteKit's version", "sveltekit", {}, {}, "kit-build"],
    [
      "is none in development, where a build id on disk is an old one",
      "next",
      { NODE_ENV: "development" },
      {},
      undefined,
    ],
    ["is the option over the platform's", "next", { GITHUB_SHA: "def" }, { serviceVersion: "7" }, "7"],
  ])("%s", (_case, framework, variables, options, version) => {
    expect(resolve(variables, options, framework).service.version).toBe(version);
  });
});

describe("the endpoint", () => {
  it.each<[string, Variables, WeirOptions, boolean, { traces: string; base: string }]>([
    [
      "is the local collector",
      {},
      {},
      false,
      { base: "http://localhost:4318", traces: "http://localhost:4318/v1/traces" },
    ],
    [
      "appends the path to a base URL",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "https://c.example/otlp/" },
      {},
      false,
      { base: "https://c.example/otlp", traces: "https://c.example/otlp/v1/traces" },
    ],
    [
      "uses a per-signal URL as it is",
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://c.example:9/custom", OTEL_EXPORTER_OTLP_ENDPOINT: "http://no" },
      {},
      false,
      { base: "http://c.example:9", traces: "http://c.example:9/custom" },
    ],
    [
      "finds the API beside a per-signal URL of the usual form",
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://c.example/x/v1/traces" },
      {},
      false,
      { base: "http://c.example/x", traces: "http://c.example/x/v1/traces" },
    ],
    [
      "takes the variable over the option",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://variable" },
      { endpoint: "http://option" },
      false,
      { base: "http://variable", traces: "http://variable/v1/traces" },
    ],
    [
      "takes the option where the variable is the backend of an SDK the agent joins",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://backend" },
      { endpoint: "http://option" },
      true,
      { base: "http://option", traces: "http://option/v1/traces" },
    ],
    [
      "falls back when the URL is none",
      { WEIR_ENDPOINT: "http://" },
      {},
      false,
      { base: "http://localhost:4318", traces: "http://localhost:4318/v1/traces" },
    ],
  ])("%s", (_case, variables, options, joined, endpoint) => {
    expect(resolve(variables, options, "node", joined).endpoint).toEqual(endpoint);
  });
});

describe("switches", () => {
  it("reads only `true` as true", () => {
    expect(resolve({ OTEL_SDK_DISABLED: "TRUE" }).disabled).toBe(true);
    expect(resolve({ OTEL_SDK_DISABLED: "1" }).disabled).toBe(false);
    expect(resolve({ WEIR_DISABLED: "true" }).disabled).toBe(true);
    expect(resolve({ OTEL_TRACES_EXPORTER: "none" }).disabled).toBe(true);
  });

  it("sends source files in development and staging, not in production", () => {
    expect(resolve({ NODE_ENV: "development" }).evidence.source).toBe(true);
    expect(resolve({ NODE_ENV: "production" }, { environment: "staging" }).evidence.source).toBe(true);
    expect(resolve({ NODE_ENV: "production" }).evidence.source).toBe(false);
    expect(resolve({ NODE_ENV: "production", WEIR_EVIDENCE_SOURCE: "true" }).evidence.source).toBe(true);
    expect(resolve({ NODE_ENV: "development" }, { evidence: { source: false } }).evidence.source).toBe(false);
  });

  it("merges headers, percent-decoded, the variables over the option", () => {
    const { headers } = resolve(
      { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20x,bad,=worse", WEIR_HEADERS: "x-weir=1" },
      { headers: { authorization: "old", kept: "yes" } },
    );
    expect(headers).toEqual({ authorization: "Bearer x", kept: "yes", "x-weir": "1" });
  });

  it("exports fast in development and in larger steps elsewhere, unless told", () => {
    expect(resolve({ NODE_ENV: "development" }).exporting).toMatchObject({
      delayMs: 500,
      timeoutMs: 10_000,
    });
    expect(resolve({ NODE_ENV: "production" }).exporting.delayMs).toBe(5000);
    expect(resolve({ OTEL_BSP_SCHEDULE_DELAY: "7", OTEL_EXPORTER_OTLP_COMPRESSION: "none" }).exporting).toMatchObject({
      delayMs: 7,
      gzip: false,
    });
  });

  it.each([
    [{}, false],
    [{ WEIR_ENDPOINT: "http://127.0.0.1:4318" }, false],
    [{ WEIR_ENDPOINT: "http://[::1]:4318" }, false],
    [{ WEIR_ENDPOINT: "https://weir.example" }, true],
    [{ WEIR_ENDPOINT: "https://127.example" }, true],
    [{ WEIR_ENDPOINT: "https://weir.example", OTEL_EXPORTER_OTLP_COMPRESSION: "none" }, false],
    [{ OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: "gzip" }, true],
  ])("packs what leaves the machine: %o %s", (variables, packed) => {
    expect(resolve(variables).exporting.gzip).toBe(packed);
  });

  it("keeps the ratio within bounds and leaves sampling to the SDK's own variable", () => {
    expect(resolve({}, { sampleRatio: 7 }).sampleRatio).toBe(1);
    expect(resolve({ WEIR_SAMPLE_RATIO: "0.25" }, { sampleRatio: 1 }).sampleRatio).toBe(0.25);
    expect(resolve({ OTEL_TRACES_SAMPLER: "always_on" }, { sampleRatio: 0.1 }).sampleRatio).toBeUndefined();
  });
});
