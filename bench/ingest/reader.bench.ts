import { readSpans } from "../../packages/collector/src/ingest/protobuf/read-spans.ts";
import { redactSpans } from "../../packages/collector/src/ingest/redact-spans.ts";
import { readWithOracle } from "../../packages/collector/src/ingest/testing/oracle.ts";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { requestOf } from "./span-batch.ts";

/*
 * The selective reader against decoding everything and normalising, on the same requests in the same run:
 *
 *   node --conditions=@weir/source bench/ingest/reader.bench.ts [--save]
 *
 * Figures are spans per second of this process's CPU time, garbage collection included; compare within one run only.
 */
const SPANS = 512;
const ROUNDS = 15;
const ROUND_MS = 150;

const requests = Array.from({ length: 16 }, (_, seed) => requestOf(SPANS, seed));
const bytesPerSpan = requests[0] === undefined ? 0 : Math.round(requests[0].length / SPANS);

const contestants: Record<string, (bytes: Buffer) => number> = {
  "selective reader": (bytes) => readSpans(bytes).spans.length,
  "selective reader + redaction": (bytes) => {
    const { spans } = readSpans(bytes);
    redactSpans(spans);
    return spans.length;
  },
  "generated decoder + normalise": (bytes) => readWithOracle(bytes).spans.length,
};

/** Spans per CPU-second over at least `ROUND_MS`. */
function measure(read: (bytes: Buffer) => number): number {
  const before = process.cpuUsage();
  const until = performance.now() + ROUND_MS;
  let spans = 0;
  for (let index = 0; performance.now() < until; index++)
    spans += read(requests[index % requests.length] ?? Buffer.alloc(0));
  const { user, system } = process.cpuUsage(before);
  return (spans / (user + system)) * 1_000_000;
}

const rates = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, read] of Object.entries(contestants)) {
    const rate = measure(read);
    // The first round only warms up.
    if (round > 0) rates.get(name)?.push(rate);
  }
}

const oracle = rates.get("generated decoder + normalise") ?? [];
const measures = [...rates].flatMap(([name, some]) => [
  measureOf(
    name,
    "k spans/CPU-s",
    some.map((rate) => rate / 1000),
  ),
  measureOf(
    `${name} / generated decoder`,
    "×",
    some.map((rate, round) => rate / (oracle[round] ?? Number.NaN)),
    name === "selective reader" ? { atLeast: 3 } : undefined,
  ),
]);
console.log(
  `${SPANS} spans per request, ${bytesPerSpan} B per span, ${ROUNDS} interleaved rounds, Node ${process.version}`,
);
for (const { what, unit, median, low, high } of measures) {
  console.log(`${what.padEnd(55)} ${median.toFixed(2).padStart(9)} ${unit} (${low.toFixed(2)}–${high.toFixed(2)})`);
}
if (process.argv.includes("--save")) {
  const command = "node --conditions=@weir/source bench/ingest/reader.bench.ts --save";
  console.log(
    `Kept in ${await saveResult("ingest", "reader", { bench: "OTLP reader", command, measures, raw: Object.fromEntries(rates) })}`,
  );
}
