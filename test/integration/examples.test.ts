/**
 * Both example apps, built for production, with real traffic of many users through the agent into the collector: the
 * planted waits are found at their place and nothing else is. What is asserted are verdicts and places; times are
 * printed, never judged.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXAMPLE_ROUTES } from "../../examples/manifest.ts";
import type { ExampleRoute, WaterfallRoute } from "../../examples/manifest/example-route.ts";
import type { TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import type { Finding, Route, Status } from "../../packages/core/src/api/types.ts";
import { CollectorClient } from "../../tools/start/collector-client.ts";
import { exampleTraffic } from "../../tools/start/example-traffic.ts";
import { misses } from "../../tools/start/expectation.ts";
import { readOptions } from "../../tools/start/options.ts";
import { ExampleStack } from "../../tools/start/stack.ts";
import { summaryLines } from "../../tools/start/summary.ts";

const isWaterfall = (route: ExampleRoute): route is WaterfallRoute => route.expectation === "waterfall";
const WATERFALLS = EXAMPLE_ROUTES.filter(isWaterfall);
const PLANNED = WATERFALLS.flatMap((route) =>
  route.findings.map((expected) => [`${route.service} ${route.key}`, expected.kind, route, expected] as const),
);
const DECIDED = PLANNED.filter(([, , , { undecided }]) => undecided === undefined);
const SILENT = EXAMPLE_ROUTES.filter(({ expectation }) => expectation === "twin" || expectation === "must-not-flag");
const NOT_WORTH_IT = EXAMPLE_ROUTES.filter(({ expectation }) => expectation === "not-worth-it");

/** Weir calls a shorter saving not worth a change. */
const FLOOR_MS = 10;

let stack: ExampleStack;
let data = "";
let traffic: TrafficSummary;
let routes: readonly Route[];
let findings: readonly Finding[];
let status: Status;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "weir-examples-"));
  const options = readOptions(["--once"], {
    WEIR_EXAMPLE_BACKEND_PORT: "23620",
    WEIR_EXAMPLE_NEXT_PORT: "23621",
    WEIR_EXAMPLE_SVELTEKIT_PORT: "23622",
    WEIR_PORT: "23623",
    WEIR_EXAMPLE_SPEED: "2",
    WEIR_START_REQUESTS: "36",
    WEIR_START_CONCURRENCY: "8",
    WEIR_DATA: data,
  });
  stack = new ExampleStack(options, (line) => console.log(line));
  await stack.build();
  const running = await stack.start();
  traffic = await exampleTraffic(running, options, () => {}, new AbortController().signal);

  const collector = new CollectorClient(running.urls.collector);
  await collector.analysed(traffic.requests, 60);
  [routes, findings, status] = await Promise.all([collector.routes(), collector.findings(), collector.status()]);
  for (const line of summaryLines(routes, findings, traffic, EXAMPLE_ROUTES, EXAMPLE_ROUTES.length)) console.log(line);
  for (const [name, kind, route, expected] of PLANNED) {
    const said = findingsOn(route).some((finding) => misses(finding, expected).length === 0);
    if (expected.undecided !== undefined && !said) console.log(`${name}: no ${kind} yet, ${expected.undecided}`);
  }
}, 600_000);

afterAll(async () => {
  await stack.stop();
  await rm(data, { recursive: true, force: true });
}, 60_000);

describe("the example apps under traffic", () => {
  it("answer every request as planned, and every request is analysed", () => {
    expect(traffic.failures).toEqual([]);
    expect(traffic).toMatchObject({ failed: 0, unsent: 0 });
    expect(status.ingest.dropped).toBe(0);
    for (const sent of traffic.routes) {
      const seen = routes.find((route) => nameOf(route) === nameOf(sent))?.requests ?? 0;
      expect(seen).toBeGreaterThanOrEqual(sent.requests);
    }
  });
});

describe("needless waits", () => {
  it.each(DECIDED)("%s: %s", (_, __, planned, expected) => {
    // An empty list of misses: this finding is the planned one.
    expect(findingsOn(planned).map((finding) => misses(finding, expected))).toContainEqual([]);
  });

  it.each(named(WATERFALLS))("%s: nothing else is said", (_, planned) => {
    const unplanned = findingsOn(planned).filter(
      (finding) => !planned.findings.some((expected) => misses(finding, expected).length === 0),
    );
    expect(unplanned.map(words)).toEqual([]);
  });

  it("rank above everything else", () => {
    const withWait = routes.filter(({ waitPerMinute }) => waitPerMinute > 0).map(nameOf);
    expect(withWait).toEqual(routes.slice(0, withWait.length).map(nameOf));
    expect(withWait).toEqual(expect.arrayContaining(DECIDED.map(([name]) => name)));
  });
});

describe("nothing to find", () => {
  it.each(named(SILENT))("%s", (_, planned) => {
    expect(findingsOn(planned).map(words)).toEqual([]);
    expect(routes.find((route) => nameOf(route) === nameOf(planned))?.findings).toBe(0);
  });
});

describe("not worth it", () => {
  it.each(named(NOT_WORTH_IT))("%s: known, and flagged only where this machine made it long", (_, planned) => {
    const route = routes.find((one) => nameOf(one) === nameOf(planned));
    const flagged = findingsOn(planned);
    expect((route?.notWorthIt ?? 0) + flagged.length).toBe(1);
    expect(flagged.filter(({ saved }) => saved.p50.low < FLOOR_MS)).toEqual([]);
  });
});

describe("the SvelteKit example", () => {
  it("type-checks, `parallel` of the agent against the app's own Handle included", async () => {
    const app = resolve(import.meta.dirname, "../../examples/sveltekit-app");
    const check = join(app, "node_modules/svelte-check/bin/svelte-check");
    const { stdout } = await promisify(execFile)(process.execPath, [check, "--threshold", "error"], { cwd: app });
    expect(stdout).toContain("0 errors");
  });
});

function named<R extends ExampleRoute>(list: readonly R[]): (readonly [string, R])[] {
  return list.map((route) => [nameOf(route), route]);
}

function words({ kind, tier, place }: Finding): string {
  return `${kind} (${tier}) at ${place?.file}:${place?.line} in ${place?.function}`;
}

function findingsOn({ service, key }: ExampleRoute): readonly Finding[] {
  return findings.filter((finding) => finding.service === service && finding.routes.includes(key));
}

function nameOf({ service, key }: { readonly service: string; readonly key: string }): string {
  return `${service} ${key}`;
}
