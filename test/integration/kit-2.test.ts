/**
 * A real SvelteKit 2 app, built for production, with the agent in it: once with SvelteKit's own spans, once without,
 * where the agent's spans are the requests. What is found, where, and what `parallel` does to a request.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding, Route, Site } from "../../packages/core/src/api/types.ts";
import { collectorConfigSchema } from "../../packages/collector/src/config.ts";
import { type RunningCollector, startCollector } from "../../packages/collector/src/main.ts";
import { build } from "../../tools/start/build.ts";
import { PACKAGES } from "../../tools/start/build-steps.ts";
import { CollectorClient } from "../../tools/start/collector-client.ts";
import { ProcessSet } from "../../tools/start/process-set.ts";
import { ready } from "../../tools/start/ready.ts";
import { type Services, startServices } from "./kit-2-services.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const APP = join(ROOT, "test/apps/kit-2");
const USERS = Array.from({ length: 48 }, (_, user) => `u${(user * 7919 + 104_729).toString(36)}`);
const VARIANTS = [
  { variant: "traced", tracing: "on", port: 23_630 },
  { variant: "untraced", tracing: "off", port: 23_631 },
] as const;

const run = promisify(execFile);
const processes = new ProcessSet();
let logs = "";
let services: Services;
let collector: RunningCollector;
let client: CollectorClient;

beforeAll(async () => {
  logs = await mkdtemp(join(tmpdir(), "weir-kit-2-"));
  // The app bundles the built agent.
  await build(PACKAGES, {
    root: ROOT,
    stamps: join(ROOT, "node_modules/.cache/weir-start"),
    logs,
    processes,
    say: (line) => console.log(line),
  });
  services = await startServices();
  collector = await startCollector(
    collectorConfigSchema.parse({ port: 0, data: "memory", quietMs: 500, logLevel: "silent" }),
  );
  client = new CollectorClient(collector.url);
  for (const { variant, tracing, port } of VARIANTS) {
    const vite = join(APP, "node_modules/vite/bin/vite.js");
    await run(process.execPath, [vite, "build"], { cwd: APP, env: { ...process.env, KIT_TRACING: tracing } });
    const app = await processes.start({
      name: variant,
      node: [`build/${variant}`],
      cwd: APP,
      env: {
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: String(port),
        SERVICE_NAME: variant,
        SERVICES_URL: services.url,
        WEIR_ENDPOINT: collector.url,
        WEIR_ENVIRONMENT: "staging",
        OTEL_BSP_SCHEDULE_DELAY: "500",
      },
      log: join(logs, `${variant}.log`),
    });
    await ready(app, `http://127.0.0.1:${port}/login`);
  }
});

afterAll(async () => {
  await processes.stop();
  await collector.stop();
  services.close();
  await rm(logs, { recursive: true, force: true });
});

it("type-checks: `parallel` takes SvelteKit 2's own `Handle` without a cast", async () => {
  const bin = (path: string): string => join(APP, "node_modules", path);
  await run(process.execPath, [bin("@sveltejs/kit/svelte-kit.js"), "sync"], { cwd: APP });
  const { stdout } = await run(process.execPath, [bin("svelte-check/bin/svelte-check"), "--threshold", "error"], {
    cwd: APP,
  });
  expect(stdout).toContain("0 errors");
});

describe.each(VARIANTS)("SvelteKit 2, $variant", ({ variant, port }) => {
  let findings: readonly Finding[];
  let routes: readonly Route[];

  async function ask(path: string, headers: Record<string, string> = {}, body?: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: "manual",
      headers: { accept: "text/html", "x-forwarded-host": "acme", ...headers },
      ...(body === undefined ? {} : { method: "POST", body }),
    });
  }

  async function visit(user: string): Promise<void> {
    const member = { cookie: `sid=${user}` };
    const form = { "content-type": "application/x-www-form-urlencoded", origin: "https://forms.example.com" };
    for (const [path, headers, body] of [
      ["/serial", {}],
      ["/together", {}],
      [`/teams/${user}`, {}],
      [`/api/summary/${user}`, {}],
      [`/api/reports/${user}`, member],
      [`/profile/${user}`, form, `name=${user}`],
    ] as const) {
      const response = await ask(path, headers, body);
      expect([path, response.status]).toEqual([path, 200]);
      await response.text();
    }
  }

  beforeAll(async () => {
    const [first = "", ...others] = USERS;
    // Before the many come the collector has the app's sources, as it has after a first request anywhere.
    await visit(first);
    await client.analysed(Number.MAX_SAFE_INTEGER, 60);
    for (let at = 0; at < others.length; at += 8) await Promise.all(others.slice(at, at + 8).map(visit));
    await client.analysed(Number.MAX_SAFE_INTEGER, 60);
    findings = (await client.findings()).filter(({ service }) => service === variant);
    routes = (await client.routes()).filter(({ service }) => service === variant);
  });

  const on = (route: string): readonly Finding[] => findings.filter((finding) => finding.routes.includes(route));

  it("names routes as SvelteKit does, and every request is there", () => {
    const seen = Object.fromEntries(routes.map(({ key, requests }) => [key, requests]));
    for (const key of [
      "GET /serial",
      "GET /teams/[team]",
      "GET /api/summary/[team]",
      "GET /api/reports/[team]",
      "POST /profile/[id]",
    ])
      expect([key, seen[key]]).toEqual([key, USERS.length]);
  });

  it("finds the calls of a page's load that wait for each other, at their line", () => {
    expect(on("GET /teams/[team]").map(({ kind, place }) => [kind, at(place)])).toEqual([
      ["serial", "src/routes/teams/[team]/+page.server.ts:5 load"],
    ]);
  });

  it("finds them in an endpoint", () => {
    expect(on("GET /api/summary/[team]").map(({ kind, place }) => [kind, at(place)])).toEqual([
      ["serial", "src/routes/api/summary/[team]/+server.ts:6 GET"],
    ]);
  });

  it("finds hooks in `sequence` that need nothing of each other, and nothing where `parallel` runs them", () => {
    expect(on("GET /serial").map(({ kind, place }) => [kind, at(place)])).toEqual([
      ["hook-sequence", "src/lib/server/handle-theme.ts:6 handleTheme"],
    ]);
    expect(on("GET /together")).toEqual([]);
  });

  it("is silent about a read behind a sign-in, and about a read that shows what was written", () => {
    expect(on("GET /api/reports/[team]")).toEqual([]);
    expect(on("POST /profile/[id]")).toEqual([]);
  });

  it("starts the calls of `parallel` together, and the page is the same", async () => {
    services.taken();
    const [serial, together] = [await ask("/serial"), await ask("/together")];
    expect(services.taken().map((call) => call.split("/")[1])).toEqual(["themes", "banners", "themes", "banners"]);
    expect(together.headers.get("x-theme")).toBe("dusk");
    const body = await together.text();
    expect(body).toContain("<b>Sale</b> in dusk");
    expect(visible(body)).toBe(visible(await serial.text()));
  });

  it.each([
    { name: "lets a member in", headers: { cookie: "sid=u1" }, status: 200 },
    { name: "redirects an expired session", headers: { cookie: "sid=expired" }, status: 303 },
    { name: "knows no such tenant", headers: { cookie: "sid=u1", "x-forwarded-host": "unknown" }, status: 404 },
    {
      name: "redirects although the tenant's 404 is there first",
      headers: { cookie: "sid=expired", "x-forwarded-host": "unknown" },
      status: 303,
    },
    { name: "stops a bot before anything is asked", headers: { "user-agent": "acme-bot" }, status: 403 },
  ])("`parallel` answers as `sequence` does: $name", async ({ headers, status }) => {
    const said = async (path: string): Promise<unknown> => {
      services.taken();
      const response = await ask(path, headers);
      const asked = services.taken().length;
      return { status: response.status, to: response.headers.get("location"), body: await response.text(), asked };
    };
    const serial = (await said("/members-serial")) as { status: number; asked: number };
    const together = (await said("/members-together")) as { status: number; asked: number };
    expect(serial.status).toBe(status);
    // The one difference: calls of the handles behind a refusal have been sent too.
    expect(together).toEqual({ ...serial, asked: status === 403 ? 0 : 3 });
  });
});

function at(place: Site | undefined): string {
  return `${place?.file}:${place?.line} ${place?.function}`;
}

/** A page without the scripts that name its route. */
function visible(html: string): string {
  return html
    .replaceAll(/<(script|head)\b[\s\S]*?<\/\1>/g, "")
    .replaceAll(/<!--.*?-->/g, "")
    .replaceAll(/\s+/g, " ");
}
