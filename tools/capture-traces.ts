/**
 * `node tools/capture-traces.ts next-16.4 sveltekit-3.2`: one warmed-up request to every route of the examples, each
 * written as the OTLP bytes the agent sent, to `fixtures/traces/<framework-version>/<route>.pb.gz`.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { peopleOf } from "../examples/backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../examples/manifest.ts";
import type { ExampleRoute, ExampleService } from "../examples/manifest/example-route.ts";
import { AppClient } from "../examples/traffic/src/app-client.ts";
import { planRequests } from "../examples/traffic/src/request-plan.ts";
import { neutralTrace } from "./capture/neutral-trace.ts";
import { OtlpSink } from "./capture/otlp-sink.ts";
import { appsOf } from "./start/apps.ts";
import { freePorts } from "./start/free-ports.ts";
import { readOptions } from "./start/options.ts";
import { ProcessSet } from "./start/process-set.ts";
import { ready } from "./start/ready.ts";

const ROOT = resolve(import.meta.dirname, "..");
/** Where the apps of the fixtures seem to live. */
const NEUTRAL = "/srv/app";
const EVIDENCE = "weir.evidence";
const SECONDS = 20;
/** Milliseconds without a further batch after which a trace counts as complete; the apps flush more often. */
const QUIET = 900;
const FLUSH = "200";

const [nextVersion, sveltekitVersion] = process.argv.slice(2);
if (nextVersion === undefined || sveltekitVersion === undefined) {
  console.error("usage: node tools/capture-traces.ts <next-version> <sveltekit-version>");
  process.exit(2);
}
const folders: Readonly<Record<ExampleService, string>> = {
  "next-app": join(ROOT, "fixtures/traces", nextVersion),
  "sveltekit-app": join(ROOT, "fixtures/traces", sveltekitVersion),
};

const options = readOptions([], process.env);
const ports = await freePorts(options.ports);
const apps = appsOf(ROOT, ports, options);
const people = peopleOf(options.seed);
const url = (service: ExampleService): string => `http://127.0.0.1:${ports[service]}`;
const addresses = { "next-app": url("next-app"), "sveltekit-app": url("sveltekit-app") };
const client = new AppClient({ addresses, timeout: SECONDS * 1000 }, 1);
const sink = new OtlpSink();
const processes = new ProcessSet();
await sink.listen(ports.collector);
try {
  for (const { health, ...spec } of [apps.backend, apps["next-app"], apps["sveltekit-app"]]) {
    const log = join(resolve(ROOT, options.data), "logs", `${spec.name}.log`);
    await ready(await processes.start({ ...spec, env: { ...spec.env, OTEL_BSP_SCHEDULE_DELAY: FLUSH }, log }), health);
  }
  for (const folder of Object.values(folders)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  // The first request of a route loads its code and reads its forms: no waits of the app's own.
  for (const request of planRequests(EXAMPLE_ROUTES, people, 1)) await client.send(request);
  await sink.traceWith(EVIDENCE, QUIET, SECONDS);
  for (const route of EXAMPLE_ROUTES) await capture(route);
} finally {
  client.close();
  await processes.stop();
  await sink.close();
}

async function capture(route: ExampleRoute): Promise<void> {
  const [request] = planRequests([route], people, 1);
  if (request === undefined) return;
  sink.forget();
  await client.send(request);
  const { traceId, batches } = await sink.traceWith(EVIDENCE, QUIET, SECONDS);
  const trace = neutralTrace(batches, traceId, [[ROOT, NEUTRAL]]);
  const name = route.key
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .toLowerCase();
  await writeFile(join(folders[route.service], `${name}.pb.gz`), gzipSync(trace, { level: 9 }));
  console.log(`${route.service} ${route.key}: ${trace.length} bytes`);
}
