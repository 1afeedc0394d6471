import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkProject } from "../doctor/check-project.ts";
import { checkSettings } from "../doctor/check-settings.ts";
import { variablesOf } from "../doctor/settings-of.ts";
import { planChanges } from "./plan-changes.ts";
import { type Project, readProject } from "./read-project.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "weir-project-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | object>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  }
}

const AGENT = { "@weir/agent": "0.1.0", "@opentelemetry/api": "1.9.1" };
const NEXT = { "package.json": { name: "shop", dependencies: { next: "16.4.0", ...AGENT } }, "app/page.tsx": "" };
const HOOK = 'import { registerWeir } from "@weir/agent/next";\nexport function register() {\n  registerWeir();\n}\n';
const KIT = { "package.json": { name: "shop", dependencies: { "@sveltejs/kit": "3.2.0", ...AGENT } } };
const KIT2 = { "package.json": { name: "shop", dependencies: { "@sveltejs/kit": "^2.70.0", ...AGENT } } };
const KIT_HOOK = {
  "src/instrumentation.server.ts": 'import { registerWeir } from "@weir/agent/sveltekit";\nregisterWeir();\n',
};

function project(): Project {
  const read = readProject(root);
  if (read === undefined) throw new Error("there is no project");
  return read;
}

function planned(): Record<string, string> {
  return Object.fromEntries(
    planChanges(project(), { serviceName: "shop" }).files.map(({ path, after }) => [path, after]),
  );
}

/** Writes the plan and answers what a second run would do. */
function carriedOut(): Record<string, string> {
  write(planned());
  return planned();
}

describe("planChanges", () => {
  it("gives Next.js a hook beside its pages, settings, and a line of .gitignore; twice changes nothing", () => {
    write({ ...NEXT, "tsconfig.json": "{}", ".gitignore": "node_modules" });
    expect(Object.keys(planned()).sort()).toEqual([".gitignore", "instrumentation.ts", "weir.config.yaml"]);
    expect(planned()[".gitignore"]).toBe("node_modules\n\n# Weir\n.weir/\n");
    expect(carriedOut()).toEqual({});
  });

  it("puts the hook into src where the pages are there", () => {
    write({ ...NEXT, "src/app/page.tsx": "", "tsconfig.json": "{}" });
    rmSync(join(root, "app"), { recursive: true });
    expect(Object.keys(planned())).toContain("src/instrumentation.ts");
  });

  it("adds the call behind what a hook does already", () => {
    write({ ...NEXT, "instrumentation.js": 'export async function register() {\n  await import("./db");\n}\n' });
    expect(planned()["instrumentation.js"]).toBe(
      'import { registerWeir } from "@weir/agent/next";\nexport async function register() {\n  await import("./db");\n  registerWeir({ serviceName: "shop" });\n}\n',
    );
    expect(carriedOut()).toEqual({});
  });

  it("leaves a hook alone that sets tracing up, and says what to write", () => {
    write({
      ...NEXT,
      "instrumentation.ts":
        'import { registerOTel } from "@vercel/otel";\nexport function register() {\n  registerOTel("shop");\n}\n',
    });
    const { files, byHand } = planChanges(project(), { serviceName: "shop" });
    expect(files.map(({ path }) => path)).not.toContain("instrumentation.ts");
    expect(byHand).toMatchObject([{ path: "instrumentation.ts", what: "hook" }]);
  });

  const configs: [string, Record<string, string | object>, string, string][] = [
    ["SvelteKit 3, options there", KIT, "vite.config.ts", "plugins: [sveltekit({ adapter: adapter() })]"],
    ["SvelteKit 3, none there", KIT, "vite.config.ts", "plugins: [sveltekit()]"],
    ["SvelteKit 3, switched off", KIT, "vite.config.ts", "plugins: [sveltekit({ tracing: { server: false } })]"],
    ["SvelteKit 2, options in Vite's", KIT2, "vite.config.ts", "plugins: [sveltekit({\n\tadapter: adapter(),\n})]"],
    ["SvelteKit 2, half of it there", KIT2, "svelte.config.js", "kit: { experimental: { tracing: { server: true } } }"],
    ["SvelteKit 2, its own file", KIT2, "svelte.config.js", "kit: {\n    adapter: adapter(),\n  }"],
    ["SvelteKit 2, nothing in it", KIT2, "svelte.config.js", "kit: {}"],
  ];

  it.each(configs)("switches tracing on: %s", (_what, base, file, options) => {
    const text = `const adapter = () => 0;\nconst sveltekit = (given) => given;\nexport default { ${options} };\n`;
    write({ ...base, [file]: text, "tsconfig.json": "{}" });
    expect(checkProject(project(), "24.0.0").find(({ check }) => check === "tracing")?.state).toBe("mend");
    expect(carriedOut()).toEqual({});
    expect(checkProject(project(), "24.0.0").find(({ check }) => check === "tracing")?.state).toBe("ok");
    // Everything else in the file is as it was.
    const after = readFileSync(join(root, file), "utf8");
    expect(after.startsWith("const adapter = () => 0;\n")).toBe(true);
    if (options.includes("adapter()")) expect(after).toContain("adapter: adapter()");
  });

  it("does not touch a configuration it cannot read whole", () => {
    write({ ...KIT, "vite.config.ts": "export default { plugins: [sveltekit({ ...options })] };\n" });
    const { files, byHand } = planChanges(project(), { serviceName: "shop" });
    expect(files.map(({ path }) => path)).not.toContain("vite.config.ts");
    expect(byHand).toMatchObject([{ path: "vite.config.ts", what: "tracing", code: "tracing: { server: true }" }]);
  });

  it.each([
    ["pnpm-lock.yaml", "pnpm add @weir/agent @opentelemetry/api@1.9.1", "pnpm add -D @weir/collector"],
    ["yarn.lock", "yarn add @weir/agent @opentelemetry/api@1.9.1", "yarn add -D @weir/collector"],
    ["bun.lock", "bun add @weir/agent @opentelemetry/api@1.9.1", "bun add --dev @weir/collector"],
    ["package-lock.json", "npm install @weir/agent @opentelemetry/api@1.9.1", "npm install --save-dev @weir/collector"],
  ])("installs with the manager of %s", (lock, ...commands) => {
    write({ "package.json": { dependencies: { next: "16.4.0" } }, [lock]: "" });
    expect(planChanges(project(), { serviceName: "x" }).installs.map((command) => command.join(" "))).toEqual(commands);
  });
});

describe("the doctor", () => {
  function found(env: Readonly<Record<string, string>> = {}, node = "24.21.0"): Record<string, string> {
    const all = [...checkProject(project(), node), ...checkSettings(project(), variablesOf(project(), env))];
    return Object.fromEntries(all.filter(({ state }) => state !== "ok").map(({ check, state }) => [check, state]));
  }
  const version = { OTEL_RESOURCE_ATTRIBUTES: "service.version=3f9c1e2" };

  it("finds nothing where nothing is wrong", () => {
    write({ ...NEXT, "instrumentation.ts": HOOK });
    expect(found(version)).toEqual({});
    write({
      ...KIT,
      ...KIT_HOOK,
      "vite.config.ts": "export default { plugins: [sveltekit({ tracing: { server: true } })] };",
    });
    rmSync(join(root, "app"), { recursive: true });
    expect(found(version)).toEqual({});
  });

  it("moves a hook file that lies in the wrong folder, in the language it is written in", () => {
    write({ "package.json": NEXT["package.json"], "src/app/page.tsx": "", "instrumentation.ts": HOOK });
    const hook = checkProject(project(), "24.21.0").find(({ check }) => check === "hook");
    expect(hook?.cure).toEqual(["doctor.hook.misplaced.cure", { to: "src/instrumentation.ts" }]);
  });

  const nextWith = (hook: string): Record<string, string | object> => ({ ...NEXT, "instrumentation.ts": hook });
  const planted: [string, Record<string, string | object>, Record<string, string>, Record<string, string>][] = [
    ["the hook file is missing", NEXT, {}, { hook: "mend" }],
    ["the hook does nothing", nextWith("export function register() {}"), {}, { hook: "mend" }],
    ["the hook lies in the wrong folder", { ...NEXT, "app/instrumentation.ts": HOOK }, {}, { hook: "mend" }],
    [
      "tracing is off in SvelteKit",
      { ...KIT, ...KIT_HOOK, "vite.config.ts": "export default { plugins: [sveltekit({})] };" },
      {},
      { tracing: "mend" },
    ],
    [
      "the general endpoint has the path",
      nextWith(HOOK),
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318/v1/traces" },
      { endpoint: "mend" },
    ],
    [
      "the endpoint for traces lacks the path",
      nextWith(HOOK),
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://localhost:4318" },
      { endpoint: "mend" },
    ],
    [
      "the endpoint is no address",
      { ...nextWith(HOOK), ".env": "OTEL_EXPORTER_OTLP_ENDPOINT=localhost" },
      {},
      { endpoint: "mend" },
    ],
    [
      "the endpoint speaks gRPC",
      nextWith(HOOK),
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4317" },
      { grpc: "mend" },
    ],
    ["the protocol is gRPC", nextWith(HOOK), { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, { grpc: "mend" }],
    [
      "source maps are off",
      { ...nextWith(HOOK), "next.config.ts": "export default { experimental: { serverSourceMaps: false } };" },
      {},
      { maps: "mend" },
    ],
    [
      "a build has no maps",
      { ...nextWith(HOOK), ".next/BUILD_ID": "x", ".next/server/page.js": "" },
      {},
      { maps: "look" },
    ],
    [
      "sampling is zero",
      nextWith(HOOK),
      { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" },
      { sampling: "mend" },
    ],
    [
      "sampling is off",
      { ...nextWith(HOOK), ".env.local": "OTEL_TRACES_SAMPLER=always_off" },
      {},
      { sampling: "mend" },
    ],
    [
      "sampling is zero in the code",
      nextWith(HOOK.replace("registerWeir()", "registerWeir({ sampleRatio: 0 })")),
      {},
      { sampling: "mend" },
    ],
    [
      "the SDK is disabled by a script",
      {
        ...nextWith(HOOK),
        "package.json": { ...NEXT["package.json"], scripts: { dev: "OTEL_SDK_DISABLED=true next dev" } },
      },
      {},
      { disabled: "mend" },
    ],
    [
      "@vercel/otel makes a second provider",
      nextWith(HOOK.replace("registerWeir();", "registerOTel('shop'); registerWeir();")),
      {},
      { providers: "mend" },
    ],
    [
      "a provider comes after the agent",
      nextWith(HOOK.replace("registerWeir();", "registerWeir(); new NodeSDK().start();")),
      {},
      { providers: "mend" },
    ],
    ["the project asks for an old Node", { ...nextWith(HOOK), ".nvmrc": "v18.20\n" }, {}, { node: "mend" }],
    [
      "Next.js is old",
      { ...nextWith(HOOK), "package.json": { dependencies: { next: "14.2.0", ...AGENT } } },
      {},
      { framework: "mend" },
    ],
    [
      "the agent is not installed",
      { ...nextWith(HOOK), "package.json": { dependencies: { next: "16.4.0" } } },
      {},
      { agent: "mend", api: "look" },
    ],
  ];

  it.each(planted)("finds that %s", (_what, files, env, expected) => {
    write(files);
    expect(found({ ...version, ...env })).toEqual(expected);
  });

  it("finds an old Node that runs, and a missing version", () => {
    write(nextWith(HOOK));
    expect(found({}, "20.8.0")).toEqual({ node: "mend", version: "look" });
  });

  it("joins a provider that is there before the agent", () => {
    write(nextWith(HOOK.replace("registerWeir();", "new NodeSDK().start(); registerWeir();")));
    expect(found(version)).toEqual({});
  });
});
