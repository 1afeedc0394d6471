import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { requestOf } from "./span-batch.ts";

/*
 * Spans per second of the collector's CPU time, received over loopback HTTP, read, redacted and made durable, by how
 * they are made durable:
 *
 *   node --conditions=@weir/source bench/ingest/receive.bench.ts
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
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

console.log(`k spans per CPU-second of the receiver, median of ${ROUNDS} rounds, Node ${process.versions.node}`);
for (const { name, bytes } of bodies) {
  const [memory = 1, ...others] = MODES.map((mode) => median(rates.get(`${name} ${mode}`) ?? []));
  const shown = MODES.slice(1).map((mode, index) => {
    const rate = others[index] ?? 0;
    return `${mode} ${(rate / 1_000).toFixed(0)} (${((rate / memory) * 100).toFixed(0)} %)`;
  });
  console.log(
    `${name.padEnd(16)} ${`${bytes.length} B`.padStart(9)}  memory ${(memory / 1_000).toFixed(0)}  ${shown.join("  ")}`,
  );
}
