import { parseArgs } from "node:util";
import { ORIGIN } from "../../packages/core/src/testing/trace-builder.ts";
import { measureOf, type Line } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { BarePipeline } from "./bare-pipeline.ts";
import { findingRequest, needlessEverywhere } from "./finding-requests.ts";
import { RequestTemplate, SPANS_PER_REQUEST } from "./request-template.ts";

/*
 * What 1x, 10x and 100x the work costs: spans, routes, findings.
 *
 *   node --conditions=@weir/source bench/ingest/scaling.bench.ts [--rounds 3] [--save]
 *
 * Processor time of all threads, from bytes to rows on disk; HTTP and the journal are measured elsewhere. What is wanted is
 * a straight line: a unit of work costs as much among a hundred times as many.
 */
const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, save: { type: "boolean", default: false } },
});
const TIMES = [1, 10, 100] as const;
const PER_BODY = 25;
/** Requests of one route, and of one finding. */
const EACH = 10;
const STARTED_AT = ORIGIN / 1_000;

interface Work {
  readonly name: string;
  readonly unit: string;
  /** Units at 1x. */
  readonly one: number;
  readonly requests: (units: number) => number;
  readonly findings: (units: number) => number;
  readonly feed: (pipeline: BarePipeline, units: number) => Promise<void>;
}

async function feedTemplates(pipeline: BarePipeline, requests: number, routes: number): Promise<void> {
  const templates = Array.from(
    { length: Math.ceil(routes / PER_BODY) },
    (_, index) =>
      new RequestTemplate(PER_BODY, { routes, fetches: 6, startedAt: STARTED_AT, firstRoute: index * PER_BODY }),
  );
  for (let first = 0, turn = 0; first < requests; first += PER_BODY, turn += 1) {
    const template = templates[turn % templates.length];
    if (template !== undefined) await pipeline.takeBytes(Buffer.from(template.stamp(first)));
  }
}

const WORKS: readonly Work[] = [
  {
    name: "spans",
    unit: "µs/span",
    one: 5_000,
    requests: (spans) => spans / SPANS_PER_REQUEST,
    findings: () => 0,
    feed: (pipeline, spans) => feedTemplates(pipeline, spans / SPANS_PER_REQUEST, 25),
  },
  {
    name: "routes",
    unit: "µs/route",
    one: 10,
    requests: (routes) => Math.ceil((routes * EACH) / PER_BODY) * PER_BODY,
    findings: () => 0,
    feed: (pipeline, routes) => feedTemplates(pipeline, routes * EACH, routes),
  },
  {
    name: "findings",
    unit: "µs/finding",
    one: 10,
    requests: (findings) => findings * EACH,
    findings: (findings) => findings,
    feed: async (pipeline, findings) => {
      for (let number = 0; number < findings * EACH; number += 1) {
        await pipeline.takeSpans(findingRequest(number % findings, number + 1));
      }
    },
  },
];

/** Microseconds of processor time. */
async function cost({ feed, requests, findings }: Work, units: number): Promise<number> {
  const pipeline = await BarePipeline.open(needlessEverywhere, STARTED_AT);
  const before = process.cpuUsage();
  await feed(pipeline, units);
  const stored = await pipeline.end();
  const { user, system } = process.cpuUsage(before);
  const expected = { requests: requests(units), findings: findings(units) };
  if (stored.requests !== expected.requests || stored.findings !== expected.findings)
    throw new Error(`Stored were ${JSON.stringify(stored)} in place of ${JSON.stringify(expected)}`);
  return user + system;
}

const measures = [];
const lines: Line[] = [];
const raw: Record<string, number[][]> = {};
for (const work of WORKS) {
  process.stderr.write(`${work.name}: warming up\n`);
  await cost(work, work.one * 10);
  const rounds: number[][] = [];
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const costs: number[] = [];
    for (const times of TIMES) {
      process.stderr.write(`${work.name}: round ${round}, ${times}x\n`);
      costs.push((await cost(work, work.one * times)) / (work.one * times));
    }
    rounds.push(costs);
  }
  raw[work.name] = rounds;
  const perUnit = TIMES.map((times, index) =>
    measureOf(
      `${work.name}, ${times}x (${work.one * times})`,
      work.unit,
      rounds.map((costs) => costs[index] ?? 0),
    ),
  );
  measures.push(
    ...perUnit,
    measureOf(
      `${work.name}: cost of one at 100x / at 10x`,
      "times",
      rounds.map(([, ten = 1, hundred = 0]) => hundred / ten),
      { atMost: 1.25 },
    ),
  );
  lines.push({
    name: work.name,
    points: perUnit.map(({ median }, index) => [TIMES[index] ?? 1, (median * work.one * (TIMES[index] ?? 1)) / 1_000]),
  });
}
for (const { what, unit, median, low, high } of measures) {
  console.log(`${what.padEnd(60)} ${median.toFixed(2).padStart(10)} ${unit} (${low.toFixed(2)}–${high.toFixed(2)})`);
}
if (values.save) {
  const command = "node --conditions=@weir/source bench/ingest/scaling.bench.ts --save";
  const plots = [{ title: "Cost against work", x: "times the work", y: "ms of processor time", lines }];
  console.log(
    `Kept in ${await saveResult("ingest", "scaling", { bench: "cost against work", command, measures, plots, raw })}`,
  );
}
