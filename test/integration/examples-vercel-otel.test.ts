/**
 * The shop again, on the SDK of a team that had one already: `registerOTel(withWeir(…))` of `@vercel/otel` instead of the
 * agent's own. Weir says the same about every route.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXAMPLE_ROUTES } from "../../examples/manifest.ts";
import type { TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import type { Finding, Status } from "../../packages/core/src/api/types.ts";
import { CollectorClient } from "../../tools/start/collector-client.ts";
import { exampleTraffic } from "../../tools/start/example-traffic.ts";
import { misses } from "../../tools/start/expectation.ts";
import { readOptions } from "../../tools/start/options.ts";
import { ExampleStack } from "../../tools/start/stack.ts";

const SHOP = EXAMPLE_ROUTES.filter(({ service }) => service === "next-app");
const PLANNED = SHOP.flatMap((route) =>
  route.expectation !== "waterfall"
    ? []
    : route.findings
        .filter(({ undecided }) => undecided === undefined)
        .map((expected) => [route.key, expected.kind, expected] as const),
);
const SILENT = SHOP.filter(({ expectation }) => expectation === "twin" || expectation === "must-not-flag");

let stack: ExampleStack;
let data = "";
let traffic: TrafficSummary;
let findings: readonly Finding[];
let status: Status;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "weir-vercel-"));
  const options = readOptions(["--once"], {
    WEIR_EXAMPLE_BACKEND_PORT: "23650",
    WEIR_EXAMPLE_NEXT_PORT: "23651",
    WEIR_EXAMPLE_SVELTEKIT_PORT: "23652",
    WEIR_PORT: "23653",
    WEIR_EXAMPLE_SPEED: "2",
    WEIR_EXAMPLE_OTEL: "vercel",
    WEIR_START_REQUESTS: "36",
    WEIR_START_CONCURRENCY: "8",
    WEIR_DATA: data,
  });
  stack = new ExampleStack(options, (line) => console.log(line));
  await stack.build();
  const running = await stack.start(["backend", "collector", "next-app"]);
  traffic = await exampleTraffic(running, options, () => {}, new AbortController().signal, SHOP);
  const collector = new CollectorClient(running.urls.collector);
  await collector.analysed(traffic.requests, 60);
  [findings, status] = await Promise.all([collector.findings(), collector.status()]);
}, 600_000);

afterAll(async () => {
  await stack.stop();
  await rm(data, { recursive: true, force: true });
}, 60_000);

describe("the shop on @vercel/otel", () => {
  it("answers every request as planned, and nothing is lost", () => {
    expect(traffic).toMatchObject({ failed: 0, unsent: 0 });
    expect(status.ingest.dropped).toBe(0);
    expect(status.agents).toMatchObject([{ service: "next-app", evidence: { lineage: true, source: true } }]);
  });

  it("leaves a quiet log", async () => {
    const log = await readFile(join(data, "logs/next-app.log"), "utf8");
    expect(log.split("\n").filter((line) => /error|warn/i.test(line))).toEqual([]);
  });

  it.each(PLANNED)("%s: %s", (key, _, expected) => {
    expect(findingsOn(key).map((finding) => misses(finding, expected))).toContainEqual([]);
  });

  it.each(SILENT.map(({ key }) => key))("%s: nothing", (key) => {
    expect(findingsOn(key).map(({ kind, place }) => `${kind} at ${place?.file}`)).toEqual([]);
  });
});

function findingsOn(key: string): readonly Finding[] {
  return findings.filter(({ routes }) => routes.includes(key));
}
