import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { CollectorProcess } from "./collector-process.ts";
import { RequestTemplate, SPANS_PER_REQUEST } from "./request-template.ts";
import { Sender } from "./sender.ts";

/*
 * Far more than one collector can take, from senders that neither wait nor give up:
 *
 *   node --conditions=@weir/source bench/ingest/overload.bench.ts [--seconds 60] [--save]
 *
 * What it answers, how much memory it takes, how soon afterwards it takes spans again, and whether everything it
 * acknowledged is stored in the end.
 */
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, save: { type: "boolean", default: false } },
});
const SECONDS = Number(values.seconds);
const PER_BODY = 250;
const SENDERS = 32;
const SHAPE = { routes: 50, fetches: 6 };

const folder = await mkdtemp(join(tmpdir(), "weir-overload-"));
const collector = await CollectorProcess.start(folder);
const answers = new Map<string, number>();
let next = 0;
let acknowledged = 0;
const until = performance.now() + SECONDS * 1000;

async function push(): Promise<void> {
  const connection = new Sender(collector.port);
  const template = new RequestTemplate(PER_BODY, { ...SHAPE, startedAt: Date.now() });
  while (performance.now() < until) {
    const first = next;
    next += PER_BODY;
    const { status, retryAfterMs } = await connection.send(template.stamp(first));
    const said = `${status}${retryAfterMs > 0 ? " with Retry-After" : ""}`;
    answers.set(said, (answers.get(said) ?? 0) + 1);
    if (status === 200) acknowledged += PER_BODY;
  }
  connection.close();
}

/** Milliseconds until one more request is taken. */
async function recovery(): Promise<number> {
  const from = performance.now();
  const connection = new Sender(collector.port);
  const template = new RequestTemplate(1, { ...SHAPE, startedAt: Date.now() });
  for (;;) {
    const { status } = await connection.send(template.stamp(next));
    if (status === 200) break;
    await new Promise((later) => setTimeout(later, 50));
  }
  acknowledged += 1;
  connection.close();
  return performance.now() - from;
}

await Promise.all(Array.from({ length: SENDERS }, push));
const recovered = await recovery();
const { memoryBytes } = await collector.usage();
await collector.stop();
const store = new SqliteStore({ folder: join(folder, "store") });
await store.migrate();
const { requests: stored } = await store.stats();
await store.close();
await rm(folder, { recursive: true });

const total = [...answers.values()].reduce((sum, count) => sum + count, 0);
const allowed = new Set(["200", "429 with Retry-After", "503 with Retry-After"]);
const other = [...answers].filter(([said]) => !allowed.has(said)).reduce((sum, [, count]) => sum + count, 0);
console.log(
  `${SECONDS} s, ${total} bodies of ${PER_BODY * SPANS_PER_REQUEST} spans: ${[...answers].map(([said, count]) => `${said} ${count}`).join(", ")}`,
);
const measures = [
  measureOf("bodies offered for each one taken", "times", [total / Math.max(1, answers.get("200") ?? 0)]),
  measureOf("answers that are neither 200 nor a wish to wait", "answers", [other], { atMost: 0 }),
  measureOf("requests acknowledged and not stored", "requests", [acknowledged - stored], { atMost: 0 }),
  measureOf("largest memory of the collector", "MB", [memoryBytes / 1e6], { atMost: 512 }),
  measureOf("until spans are taken again", "s", [recovered / 1000], { atMost: 5 }),
];
for (const { what, unit, median } of measures)
  console.log(`${what.padEnd(50)} ${median.toFixed(1).padStart(9)} ${unit}`);
if (values.save) {
  const command = ["node --conditions=@weir/source bench/ingest/overload.bench.ts", ...process.argv.slice(2)].join(" ");
  const raw = { seconds: SECONDS, answers: Object.fromEntries(answers), acknowledged, stored };
  console.log(`Kept in ${await saveResult("ingest", "overload", { bench: "overload", command, measures, raw })}`);
}
