import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Progress, WorkOrder } from "./work-order.ts";

/** One input that takes longer is a hang, on however busy a machine. Milliseconds. */
const HANG_MS = 30_000;
const WATCH_MS = 1_000;
/** More live memory than this ends the worker, and that is a defect. MiB. */
const MAX_HEAP_MB = 512;
const INPUT_BYTES = 1024 * 1024;
/** Defects after which it is pointless to go on. */
const MAX_DEFECTS = 25;

export interface Defect {
  readonly kind: "threw" | "hung" | "died" | "slow";
  readonly index: number;
  readonly what: string;
  /** File of the input, in the folder of defects. */
  readonly file: string;
}

export interface FuzzResult {
  readonly inputs: number;
  readonly bytes: number;
  /** Different things that became of inputs: how far into the reader they got. */
  readonly outcomes: number;
  readonly maxHeapMb: number;
  readonly maxRssMb: number;
  readonly defects: readonly Defect[];
}

export interface FuzzOptions {
  readonly target: string;
  readonly seed: number;
  /** Number of the first input, for a million in parts. */
  readonly first: number;
  readonly inputs: number;
  /** Where inputs that showed a defect are put. */
  readonly folder: string;
  readonly onProgress: (progress: Progress) => void;
}

/** Reads so many inputs in a thread that is watched: it may throw, hang or run out of memory, and the next one goes on. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const sums = { bytes: 0, outcomes: 0, maxHeapMb: 0, maxRssMb: 0 };
  const defects = new Map<string, Defect>();
  mkdirSync(options.folder, { recursive: true });
  const to = options.first + options.inputs;
  let from = options.first;
  while (from < to && defects.size < MAX_DEFECTS) {
    const end = await oneWorker(options, from, (progress) => {
      sums.bytes += progress.bytes;
      sums.outcomes = Math.max(sums.outcomes, progress.outcomes);
      sums.maxHeapMb = Math.max(sums.maxHeapMb, progress.heapMb);
      sums.maxRssMb = Math.max(sums.maxRssMb, progress.rssMb);
      for (const { index, ms } of progress.slow) {
        defects.set(`slow ${index}`, { kind: "slow", index, what: `${ms} ms`, file: "" });
      }
      options.onProgress(progress);
    });
    const { defect } = end;
    // One example of each: the place it was thrown at tells defects apart, not what the message quotes.
    if (defect !== undefined) defects.set(`${defect.kind} ${defect.what.split(":").slice(0, 3).join(":")}`, defect);
    from = end.next;
  }
  return { inputs: from - options.first, ...sums, defects: [...defects.values()] };
}

interface End {
  readonly next: number;
  readonly defect?: Defect;
}

function oneWorker(options: FuzzOptions, from: number, onProgress: (progress: Progress) => void): Promise<End> {
  const input = new SharedArrayBuffer(INPUT_BYTES);
  const state = new SharedArrayBuffer(8);
  const numbers = new Int32Array(state);
  Atomics.store(numbers, 0, from);
  const { target, seed } = options;
  const to = options.first + options.inputs;
  const worker = new Worker(new URL("fuzz-worker.ts", import.meta.url), {
    workerData: { target, seed, from, to, input, state } satisfies WorkOrder,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  return new Promise((resolve) => {
    let last = { index: -1, since: performance.now() };
    const watch = setInterval(() => {
      const index = Atomics.load(numbers, 0);
      if (index !== last.index) last = { index, since: performance.now() };
      else if (performance.now() - last.since > HANG_MS) end("hung", `longer than ${HANG_MS} ms`);
    }, WATCH_MS);
    const end = (kind?: Defect["kind"], what = ""): void => {
      clearInterval(watch);
      worker.removeAllListeners();
      void worker.terminate();
      const index = Atomics.load(numbers, 0);
      if (kind === undefined) return resolve({ next: to });
      const bytes = Buffer.from(new Uint8Array(input, 0, Math.min(Atomics.load(numbers, 1), INPUT_BYTES)));
      const file = `${target}-${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`;
      writeFileSync(join(options.folder, file), bytes);
      resolve({ next: index + 1, defect: { kind, index, what, file } });
    };
    worker.on("message", onProgress);
    worker.on("error", (error: Error & { code?: string }) => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      end(isMemory ? "died" : "threw", isMemory ? "out of memory" : firstPlace(error));
    });
    worker.on("exit", (code) => end(code === 0 ? undefined : "died", `exit code ${code}`));
  });
}

/** Where it was thrown, and what it says. */
function firstPlace({ name, message, stack = "" }: Error): string {
  const at = stack.split("\n").find((line) => /^\s*at .*\.ts:/.test(line)) ?? "";
  const place = /([\w-]+\.ts:\d+:\d+)/.exec(at)?.[1] ?? "";
  return place === "" ? `${name}: ${message.slice(0, 160)}` : `${name} at ${place}: ${message.slice(0, 300)}`;
}
