/**
 * `node tools/record-sample.ts`: runs the example shop under traffic and keeps what the collector answers to every page
 * of it in `packages/dashboard/public/sample.json`: what "Try with sample data" shows.
 */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EXAMPLE_ROUTES } from "../examples/manifest.ts";
import type { Finding, FindingDetail, RouteDetail } from "../packages/core/src/api/types.ts";
import {
  deploysAddress,
  findingAddress,
  findingsAddress,
  pairsAddress,
  routeAddress,
  routesAddress,
  traceAddress,
  trendsAddress,
} from "../packages/dashboard/src/api/addresses.ts";
import { CollectorClient } from "./start/collector-client.ts";
import { exampleTraffic } from "./start/example-traffic.ts";
import { readOptions } from "./start/options.ts";
import { ExampleStack } from "./start/stack.ts";

const FILE = resolve(import.meta.dirname, "../packages/dashboard/public/sample.json");
const ANALYSIS = 60;
const ROUTES = [
  "GET /dashboard",
  "GET /dashboard/parallel",
  "GET /dashboard/partial",
  "GET /dashboard/streaming",
  "GET /api/cart",
  "GET /api/orders/export",
  "GET /api/products/[id]",
  "GET /api/reports/sales",
  "POST /api/orders",
];

const options = readOptions([], process.env);
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
const shown = EXAMPLE_ROUTES.filter(({ service, key }) => service === "next-app" && ROUTES.includes(key));
const examples = new ExampleStack(options, (line) => console.error(line));
try {
  await examples.build();
  const stack = await examples.start();
  const traffic = await exampleTraffic(stack, options, () => {}, stop.signal, shown);
  await new CollectorClient(stack.urls.collector).analysed(traffic.requests, ANALYSIS);
  const sample = await record(stack.urls.collector, Date.now());
  // The example's services have no names of their own: all of them are ports of this machine.
  const named = JSON.stringify(sample).replaceAll(new URL(stack.urls.backend).host, "shop.internal");
  await writeFile(FILE, `${named}\n`);
  console.error(`${Object.keys(sample.answers).length} answers in ${FILE}`);
} finally {
  await examples.stop();
}

async function record(
  collector: string,
  now: number,
): Promise<{ weirReport: 1; start: string; at: string; answers: Record<string, unknown> }> {
  const answers: Record<string, unknown> = {};
  const ask = async <Body>(address: string): Promise<Body> => {
    const response = await fetch(new URL(`/api/v1/${address}`, collector));
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return (answers[address] = await response.json()) as Body;
  };
  for (const address of ["status", "gains", "alerts", "alerts/deliveries?limit=50", deploysAddress({})])
    await ask(address);
  const { routes } = await ask<{ routes: readonly RouteDetail[] }>(routesAddress({}, now));
  const { findings } = await ask<{ findings: readonly Finding[] }>(findingsAddress({}, now));
  const traces = new Set<string>();
  for (const { service, env, key } of routes) {
    const { exemplars } = await ask<RouteDetail>(routeAddress(key, { svc: service, env }, now));
    for (const { traceId } of exemplars.slice(0, 1)) traces.add(traceId);
    await ask(pairsAddress(service, env, key));
  }
  for (const { fingerprint } of findings) {
    const { exemplars } = await ask<FindingDetail>(findingAddress(fingerprint));
    for (const { traceId } of exemplars.slice(0, 1)) traces.add(traceId);
  }
  for (const id of traces) await ask(traceAddress(id));
  const [first] = routes;
  if (first === undefined) throw new Error("the collector has seen no route");
  const keys = routes.map(({ key }) => key);
  await ask(trendsAddress(first.service, first.env, keys, {}, now));
  return { weirReport: 1, start: "/", at: new Date(now).toISOString(), answers };
}
