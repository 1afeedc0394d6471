import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";
import { requestOf } from "./span-batch.ts";

/*
 * Spans per second of the collector's CPU time, received over loopback HTTP, read, redacted and made durable, by how
 * they are made durable:
 *
 *   node --conditions=@weir/source bench/ingest/receive.bench.ts [--save]
 *
 * Compare within one run only. The spans go nowhere after that: grouping and analysis are not part of it.
 */
const MODES = ["memory", "interval", "always"] as const;
const SENDERS = 8;
const ROUNDS = 5;
const ROUND_MS = 600;

interface Body {
  readonly name: string;
  readonly spans: number;
  readonly bytes: Buffer;
  readonly headers: Record<string, string>;
}

const large = requestOf(512, 1);
const small = requestOf(20, 1);
const plain = { "content-type": "application/x-protobuf" };
const gzip = { ...plain, "content-encoding": "gzip" };
const bodies: readonly Body[] = [
  { name: "512 spans", spans: 512, bytes: large, headers: plain },
  { name: "512 spans, gzip", spans: 512, bytes: gzipSync(large), headers: gzip },
  { name: "20 spans", spans: 20, bytes: small, headers: plain },
];

async function send(agent: Agent, port: number, { bytes, headers }: Body): Promise<void> {
  const sent = request({
    agent,
    port,
    host: "127.0.0.1",
    path: "/v1/traces",
    method: "POST",
    headers: { ...headers, "content-length": bytes.length },
  });
  sent.end(bytes);
  const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
  response.resume();
  await once(response, "end");
  if (response.statusCode !== 200) throw new Error(`The receiver answered ${response.statusCode}`);
}

async function ask(child: ChildProcess): Promise<{ spans: number; cpuMicros: number }> {
  const answer = once(child, "message");
  child.send("usage");
  const [usage] = (await answer) as [{ spans: number; cpuMicros: number }];
  return usage;
}

/** Spans per CPU-second of the child while `SENDERS` clients send one body after another. */
async function measure(child: ChildProcess, port: number, body: Body): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const before = await ask(child);
  const until = performance.now() + ROUND_MS;
  const sender = async (): Promise<void> => {
    while (performance.now() < until) await send(agent, port, body);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const after = await ask(child);
  agent.destroy();
  return ((after.spans - before.spans) / (after.cpuMicros - before.cpuMicros)) * 1_000_000;
}

const directory = await mkdtemp(join(tmpdir(), "weir-bench-"));
const children = await Promise.all(
  MODES.map(async (mode) => {
    const child = fork(new URL("receive-server.ts", import.meta.url), [mode, join(directory, mode)], {
      execArgv: ["--conditions=@weir/source"],
    });
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return { mode, child, port };
  }),
);

const rates = new Map<string, number[]>();
for (let round = 0; round <= ROUNDS; round++) {
  for (const body of bodies) {
    for (const { mode, child, port } of children) {
      const rate = await measure(child, port, body);
      const key = `${body.name} ${mode}`;
      // The first round only warms up.
      if (round > 0) rates.set(key, [...(rates.get(key) ?? []), rate]);
    }
  }
}
for (const { child } of children) child.kill();
await rm(directory, { recursive: true });

const measures = bodies.flatMap(({ name, bytes }) => {
  const memory = rates.get(`${name} memory`) ?? [];
  return MODES.flatMap((mode) => {
    const own = rates.get(`${name} ${mode}`) ?? [];
    const shares = own.map((rate, round) => rate / (memory[round] ?? Number.NaN));
    return [
      measureOf(
        `${name}, ${bytes.length} B, ${mode}`,
        "k spans/CPU-s",
        own.map((rate) => rate / 1000),
        mode === "interval" && bytes === large ? { atLeast: 300 } : undefined,
      ),
      ...(mode === "memory" ? [] : [measureOf(`${name}, ${mode} / memory`, "×", shares, { atLeast: 0.8 })]),
    ];
  });
});
console.log(`Spans received, read, redacted and made durable; ${ROUNDS} rounds, Node ${process.version}`);
for (const { what, unit, median, low, high } of measures) {
  console.log(`${what.padEnd(45)} ${median.toFixed(2).padStart(9)} ${unit} (${low.toFixed(2)}–${high.toFixed(2)})`);
}
if (process.argv.includes("--save")) {
  const command = "node --conditions=@weir/source bench/ingest/receive.bench.ts --save";
  const raw = Object.fromEntries(rates);
  console.log(`Kept in ${await saveResult("ingest", "receive", { bench: "receiver", command, measures, raw })}`);
}
