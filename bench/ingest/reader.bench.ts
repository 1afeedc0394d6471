import { readSpans } from "../../packages/collector/src/ingest/protobuf/read-spans.ts";
import { redactSpans } from "../../packages/collector/src/ingest/redact-spans.ts";
import { readWithOracle } from "../../packages/collector/src/ingest/testing/oracle.ts";
import { requestOf } from "./span-batch.ts";

/*
 * The selective reader against decoding everything and normalising, on the same requests in the same run:
 *
 *   node --conditions=@weir/source bench/ingest/reader.bench.ts
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const rates = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, read] of Object.entries(contestants)) {
    const rate = measure(read);
    // The first round only warms up.
    if (round > 0) rates.get(name)?.push(rate);
  }
}

console.log(
  `${SPANS} spans per request, ${bytesPerSpan} B per span, median of ${ROUNDS} interleaved rounds, Node ${process.versions.node}`,
);
const [, , oracle = 1] = [...rates.values()].map(median);
for (const [name, some] of rates) {
  const rate = median(some);
  console.log(
    `${name.padEnd(30)} ${(rate / 1_000).toFixed(0).padStart(6)} k spans/CPU-s  ${(rate / oracle).toFixed(2)} x`,
  );
}
