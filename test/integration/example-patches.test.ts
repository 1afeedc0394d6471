/**
 * What the finding's page offers is applied as printed, to copies of both example apps, and deployed under the same
 * traffic: people get the same answers, the wait is gone, and Weir itself says what that gained. Times are printed,
 * never judged.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peopleOf } from "../../examples/backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../../examples/manifest.ts";
import type { ExampleRoute } from "../../examples/manifest/example-route.ts";
import { AppClient } from "../../examples/traffic/src/app-client.ts";
import type { TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import type { Finding, FindingDetail, Gain } from "../../packages/core/src/api/types.ts";
import { NEXT_APP, SVELTEKIT_APP } from "../../tools/start/build-steps.ts";
import { CollectorClient } from "../../tools/start/collector-client.ts";
import { exampleTraffic } from "../../tools/start/example-traffic.ts";
import { readOptions } from "../../tools/start/options.ts";
import { ExampleStack, type Stack } from "../../tools/start/stack.ts";
import { ExampleCopy } from "./example-copy.ts";
import { visibleText } from "./visible-text.ts";

/** One per kind of place that code waits in: handler, Server Action, components, hooks, load, `await parent()`. */
const PATCHED = [
  "next-app GET /api/account",
  "next-app POST /account",
  "next-app GET /api/product-page/[id]",
  "next-app GET /dashboard",
  "sveltekit-app GET /hooks/serial",
  "sveltekit-app GET /projects",
  "sveltekit-app GET /team/[team]/members",
  "sveltekit-app POST /billing",
];
const ROUTES = EXAMPLE_ROUTES.filter((route) => PATCHED.includes(nameOf(route)));
const COPIES = {
  "next-app": new ExampleCopy(NEXT_APP.cwd, "patched"),
  "sveltekit-app": new ExampleCopy(SVELTEKIT_APP.cwd, "patched"),
};

/** Seconds for the collector to measure a gain it has all requests of. */
const MEASURING = 20;

interface Run {
  readonly traffic: TrafficSummary;
  /** What some people saw, by route. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
}

let stack: ExampleStack;
let collector: CollectorClient;
let data = "";
let before: Run;
let after: Run;
/** Before any patch. */
let found: readonly Finding[];
/** By route: the finding whose patch was applied, as it was before and as it is now. */
const applied = new Map<string, FindingDetail>();
const fixed = new Map<string, FindingDetail>();
/** Everything Weir knows once the fixes have been measured. */
let left: readonly Finding[];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "weir-patches-"));
  const options = readOptions(["--once"], {
    WEIR_EXAMPLE_BACKEND_PORT: "23640",
    WEIR_EXAMPLE_NEXT_PORT: "23641",
    WEIR_EXAMPLE_SVELTEKIT_PORT: "23642",
    WEIR_PORT: "23643",
    WEIR_EXAMPLE_SPEED: "2",
    WEIR_START_REQUESTS: "40",
    WEIR_START_CONCURRENCY: "8",
    WEIR_DATA: data,
  });
  stack = new ExampleStack(options, (line) => console.log(line));
  await stack.build();
  const running = await stack.start();
  collector = new CollectorClient(running.urls.collector);
  const run = async (): Promise<Run> => {
    const answers = await answersOf(running, options.seed);
    const seen = (await collector.status()).ingest.requests;
    const traffic = await exampleTraffic(running, options, () => {}, new AbortController().signal, ROUTES);
    await collector.analysed(seen + traffic.requests + ROUTES.length, 60);
    return { traffic, answers };
  };
  before = await run();
  found = await collector.findings();
  await Promise.all(Object.values(COPIES).map((copy) => copy.make()));
  for (const route of ROUTES) await applyPatchOf(route);
  await Promise.all([
    stack.buildCopy(NEXT_APP, COPIES["next-app"].folder),
    stack.buildCopy(SVELTEKIT_APP, COPIES["sveltekit-app"].folder),
  ]);
  await stack.replace("next-app", COPIES["next-app"].folder);
  await stack.replace("sveltekit-app", COPIES["sveltekit-app"].folder);
  after = await run();
  for (const [name, { fingerprint }] of applied) fixed.set(name, await collector.measured(fingerprint, MEASURING));
  left = await collector.findings("all");
}, 600_000);

afterAll(async () => {
  await stack.stop();
  await Promise.all(Object.values(COPIES).map((copy) => copy.remove()));
  await rm(data, { recursive: true, force: true });
}, 60_000);

describe.each(ROUTES.map((route) => [nameOf(route), route] as const))("%s", (name, route) => {
  it("is found, with a patch that applies", () => {
    expect(findingsOn(found, route).map(words)).toContainEqual(expect.stringMatching(/^new /));
    expect(applied.get(name)?.patch).toMatch(/^--- a\/[^]*^\+/m);
  });

  it("gives people the same answers with the patch", () => {
    expect(before.answers.get(name)).not.toContain("");
    expect(after.answers.get(name)).toEqual(before.answers.get(name));
  });

  it("no longer waits", () => {
    expect(fixed.get(name)).toMatchObject({ status: "resolved" });
    expect(findingsOn(left, route).filter(isOpen).map(words)).toEqual([]);
  });

  it("is measured by Weir", () => {
    const { gain } = fixed.get(name) ?? {};
    console.log(gainLine(name, gain));
    expect(gain).toMatchObject({ route: route.key, measured: { p50: expect.any(Number) } });
    expect(gain?.after).not.toBe(gain?.before);
  });
});

describe("the traffic", () => {
  it("was answered as planned before and after", () => {
    for (const { traffic } of [before, after]) expect(traffic).toMatchObject({ failed: 0, unsent: 0 });
  });
});

/** Of several findings on a route the one that starts most together holds the others' fixes. */
async function applyPatchOf(route: ExampleRoute): Promise<void> {
  const [widest] = findingsOn(found, route).toSorted((one, other) => width(other) - width(one));
  if (widest === undefined) return;
  const detail = await collector.finding(widest.fingerprint);
  if (detail.patch === undefined) return;
  COPIES[route.service].apply(detail.patch);
  applied.set(nameOf(route), detail);
}

function width({ startTogether }: Finding): number {
  return startTogether.reduce((most, group) => Math.max(most, group.length), 0);
}

async function answersOf({ urls }: Stack, seed: number): Promise<Run["answers"]> {
  const client = new AppClient({ addresses: urls, timeout: 30_000 }, 4);
  const people = peopleOf(seed).slice(0, 3);
  try {
    const answers = ROUTES.map(async (route) => {
      const texts = people.map(async (person, n) => {
        const { status, text } = await client.send({ route, person, request: route.request({ person, n }) });
        return `${status} ${visibleText(text)}`;
      });
      return [nameOf(route), await Promise.all(texts)] as const;
    });
    return new Map(await Promise.all(answers));
  } finally {
    client.close();
  }
}

function gainLine(name: string, gain: Gain | undefined): string {
  const people = `${p50(before, name)} -> ${p50(after, name)} ms for people`;
  if (gain === undefined) return `${name}: ${people}, not measured`;
  const { predicted, measured } = gain;
  const range = `${round(measured.range.low)} to ${round(measured.range.high)}`;
  return `${name}: ${people}, ${round(measured.p50)} ms measured (${range}), ${round(predicted.low)} predicted`;
}

function words({ status, kind, tier, requests, place }: Finding): string {
  return `${status} ${kind} (${tier}, ${requests} requests) at ${place?.file}:${place?.line}`;
}

function isOpen({ status }: Finding): boolean {
  return status !== "candidate" && status !== "resolved";
}

function p50({ traffic }: Run, name: string): number {
  return round(traffic.routes.find((route) => nameOf(route) === name)?.p50);
}

function round(milliseconds = Number.NaN): number {
  return Math.round(milliseconds);
}

function findingsOn(findings: readonly Finding[], { service, key }: ExampleRoute): readonly Finding[] {
  return findings.filter((finding) => finding.service === service && finding.routes.includes(key));
}

function nameOf({ service, key }: { readonly service: string; readonly key: string }): string {
  return `${service} ${key}`;
}
