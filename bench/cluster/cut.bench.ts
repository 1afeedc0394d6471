import { scanBody } from "../../packages/collector/src/cluster/cutting/scanned-body.ts";
import { Homes } from "../../packages/collector/src/cluster/homes.ts";
import { readSpans } from "../../packages/collector/src/ingest/protobuf/read-spans.ts";
import { READ_LIMITS } from "../../packages/collector/src/ingest/span-batch.ts";
import { RequestTemplate, SPANS_PER_REQUEST } from "../ingest/request-template.ts";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";

/*
 * What a collector does with a body before the homes of its traces do the rest: find the traces, and write a part for each
 * of three peers. Beside it the reader, which each span goes through once in either case:
 *
 *   node --conditions=@weir/source bench/cluster/cut.bench.ts [--save]
 *
 * Figures are spans per second of this process's CPU time, garbage collection included; compare within one run only.
 */
const REQUESTS = 26;
const SPANS = REQUESTS * SPANS_PER_REQUEST;
const ROUNDS = 15;
const ROUND_MS = 150;
const homes = new Homes(["http://weir-0.weir:4318", "http://weir-1.weir:4318", "http://weir-2.weir:4318"]);

const bodies = Array.from({ length: 16 }, (_, index) => {
  const template = new RequestTemplate(REQUESTS, { routes: 20, fetches: 6, startedAt: Date.now() });
  return template.stamp(index * REQUESTS);
});

const scan = (body: Buffer): ReturnType<typeof scanBody> => scanBody(body, "protobuf", READ_LIMITS.maxSpans);
const contestants: Record<string, (body: Buffer) => void> = {
  "traces found": (body) => void scan(body),
  "traces found, parts for three peers written": (body) => {
    const scanned = scan(body);
    scanned.parts(
      scanned.pieces.map(({ trace }) => homes.of(trace)),
      homes.peers.length,
      0,
    );
  },
  "selective reader": (body) => void readSpans(body),
};

/** Spans per CPU-second over at least `ROUND_MS`. */
function measure(work: (body: Buffer) => void): number {
  const before = process.cpuUsage();
  const until = performance.now() + ROUND_MS;
  let spans = 0;
  for (let index = 0; performance.now() < until; index += 1) {
    work(bodies[index % bodies.length] ?? Buffer.alloc(0));
    spans += SPANS;
  }
  const { user, system } = process.cpuUsage(before);
  return (spans / (user + system)) * 1_000_000;
}

const rates = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, work] of Object.entries(contestants)) {
    const rate = measure(work);
    // The first round only warms up.
    if (round > 0) rates.get(name)?.push(rate);
  }
}
const measures = [...rates].map(([name, some]) =>
  measureOf(
    name,
    "k spans/CPU-s",
    some.map((rate) => rate / 1_000),
  ),
);
for (const { what, unit, median, low, high } of measures) {
  console.log(`${what.padEnd(50)} ${median.toFixed(0).padStart(7)} ${unit} (${low.toFixed(0)}–${high.toFixed(0)})`);
}
if (process.argv.includes("--save")) {
  const command = "node --conditions=@weir/source bench/cluster/cut.bench.ts --save";
  const raw = Object.fromEntries(rates);
  console.log(
    `Kept in ${await saveResult("cluster", "cut", { bench: "bodies cut for several collectors", command, measures, raw })}`,
  );
}
