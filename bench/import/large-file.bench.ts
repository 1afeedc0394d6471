import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * How much memory `weir import` needs for a large file.
 *
 *     node --conditions=@weir/source bench/import/large-file.bench.ts [megabytes] [lines|document]
 *
 * Makes a file of OTLP JSON – one request per line, or one document with a single resource, the worst case – imports it
 * into a server that takes everything, and prints the peak resident set. Ends with 1 above 512 MB.
 */
const LIMIT_MB = 512;
const SPANS_PER_LINE = 200;
const POLL_MS = 100;

const megabytes = Number(process.argv[2] ?? 1024);
const form = process.argv[3] === "document" ? "document" : "lines";
const folder = mkdtempSync(join(tmpdir(), "weir-bench-import-"));
const file = join(folder, "traces.json");

function span(number: number): string {
  const id = number.toString(16).padStart(16, "0");
  const start = BigInt(1_790_000_000_000 + number) * 1_000_000n;
  return JSON.stringify({
    traceId: (Math.floor(number / 4) + 1).toString(16).padStart(32, "0"),
    spanId: id,
    name: "GET",
    kind: number % 4 === 0 ? 2 : 3,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 80_000_000n),
    attributes: [
      { key: "http.request.method", value: { stringValue: "GET" } },
      { key: "url.full", value: { stringValue: `http://api.internal/items/${number}` } },
      { key: "http.route", value: { stringValue: "/items/[id]" } },
    ],
    status: { code: 0 },
  });
}

const RESOURCE = '{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}';
const HEAD = `{"resourceSpans":[{"resource":${RESOURCE},"scopeSpans":[{"scope":{"name":"bench"},"spans":[`;
const TAIL = "]}]}]}\n";

function generate(): number {
  const out = openSync(file, "w");
  let spans = 0;
  let bytes = 0;
  if (form === "document") writeSync(out, HEAD);
  while (bytes < megabytes * 1_000_000) {
    const some = Array.from({ length: SPANS_PER_LINE }, () => span((spans += 1))).join(",");
    const text = form === "lines" ? HEAD + some + TAIL : (bytes === 0 ? "" : ",") + some;
    bytes += writeSync(out, text);
  }
  if (form === "document") writeSync(out, TAIL);
  closeSync(out);
  return spans;
}

const spans = generate();
const sink = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(request.url === "/api/v1/status" ? '{"schemaVersion":1}' : "{}");
  });
});
await new Promise<void>((listening) => {
  sink.listen(0, "127.0.0.1", listening);
});
const address = sink.address();
const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

const startedAt = performance.now();
const weir = join(import.meta.dirname, "../../packages/collector/src/cli/weir.ts");
const child = spawn(process.execPath, ["--conditions=@weir/source", weir, "import", file, "--url", url, "--json"], {
  stdio: ["ignore", "pipe", "inherit"],
});
let said = "";
child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
let peakKb = 0;
const timer = setInterval(() => {
  try {
    // The high-water mark only grows: the last look before the end is the peak, but for a moment.
    peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? peakKb);
  } catch {
    clearInterval(timer);
  }
}, POLL_MS);
const code = await new Promise<number | null>((ended) => {
  child.once("exit", ended);
});
clearInterval(timer);
sink.close();
sink.closeAllConnections();

const seconds = (performance.now() - startedAt) / 1000;
const sent = (JSON.parse(said) as { readonly spans: number }).spans;
const size = statSync(file).size / 1e6;
rmSync(folder, { recursive: true });
const peak = Math.round(peakKb / 1000);
process.stdout.write(
  `${form}: ${size.toFixed(0)} MB, ${sent} of ${spans} spans, ${seconds.toFixed(0)} s, ${Math.round(sent / seconds)} spans/s, peak ${peak} MB\n`,
);
process.exitCode = code === 0 && sent === spans && peak < LIMIT_MB ? 0 : 1;
