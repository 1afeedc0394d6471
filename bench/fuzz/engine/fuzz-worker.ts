import { parentPort, workerData } from "node:worker_threads";
import { TARGETS, type TargetName } from "../targets.ts";
import { mutate } from "./mutate.ts";
import { Random } from "./random.ts";
import type { Progress, WorkOrder } from "./work-order.ts";

/** Inputs kept to make others of. */
const MAX_CORPUS = 1_000;
const MAX_BYTES = 64 * 1024;
const TELL_EVERY = 2_000;
const TURN_EVERY = 100;

const order = workerData as WorkOrder;
const target = await TARGETS[order.target as TargetName]();
const shown = new Uint8Array(order.input);
const state = new Int32Array(order.state);
const corpus: Buffer[] = [...target.seeds()];
const outcomes = new Map<string, number>();
const maxBytes = target.maxBytes ?? MAX_BYTES;
const slow: { index: number; ms: number }[] = [];
let bytes = 0;

for (let index = order.from; index < order.to; index += 1) {
  const random = new Random(order.seed, index);
  const input = draw(random);
  show(input, index);
  bytes += input.length;
  const began = process.threadCpuUsage();
  const ran = target.run(input);
  const outcome = typeof ran === "string" ? ran : await ran;
  if (millisSince(began) > target.slow) await again(input, index);
  learn(outcome, input, random);
  if ((index + 1) % TELL_EVERY === 0 || index + 1 === order.to) tell(index + 1);
  // What a native reader made is let go between turns, as it is where questions come one after the other.
  if (index % TURN_EVERY === 0) await new Promise(setImmediate);
}

function draw(random: Random): Buffer {
  if (target.make !== undefined && random.chance(2)) return target.make(random);
  const input = random.pick(corpus);
  return mutate(input, random, random.pick(corpus), target.words, maxBytes);
}

/** What is being read, where the watching thread can see it when this one never comes back. */
function show(input: Buffer, index: number): void {
  shown.set(input.subarray(0, shown.length));
  Atomics.store(state, 1, input.length);
  Atomics.store(state, 0, index);
}

/** Of this thread on a processor: on a busy machine anything may take long by the clock. */
function millisSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1000;
}

/** Collecting garbage or compiling can fall on one input: only what takes long three times is slow. */
async function again(input: Buffer, index: number): Promise<void> {
  let best = Infinity;
  for (let time = 0; time < 3; time += 1) {
    const began = process.threadCpuUsage();
    await target.run(input);
    best = Math.min(best, millisSince(began));
  }
  if (best > target.slow) slow.push({ index, ms: Math.round(best) });
}

function learn(outcome: string, input: Buffer, random: Random): void {
  const seen = outcomes.get(outcome) ?? 0;
  outcomes.set(outcome, seen + 1);
  if (seen > 0) return;
  if (corpus.length < MAX_CORPUS) corpus.push(Buffer.from(input));
  else corpus[random.below(MAX_CORPUS)] = Buffer.from(input);
}

function tell(done: number): void {
  const progress: Progress = {
    done,
    bytes,
    outcomes: outcomes.size,
    kept: corpus.length,
    slow: slow.splice(0),
    heapMb: Math.round(process.memoryUsage().heapUsed / 1024 / 1024),
    rssMb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
  };
  bytes = 0;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort?.postMessage(progress);
}
