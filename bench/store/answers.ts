import { monitorEventLoopDelay } from "node:perf_hooks";

/** What one question cost. Milliseconds. */
export interface Cost {
  /** By the clock on the wall, in which other processes on the machine have a part. */
  readonly wall: number;
  /** Processor time of all threads. */
  readonly cpu: number;
  /** Processor time of the thread that also takes spans. */
  readonly mainCpu: number;
  /** The longest that thread was not free for anything else, by the clock on the wall. */
  readonly longestBlock: number;
  readonly bytes: number;
}

/** Runs a question and says what it cost this process. */
export async function costOf(ask: () => Promise<number>): Promise<Cost> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  const main = process.threadCpuUsage();
  const start = performance.now();
  const bytes = await ask();
  const wall = performance.now() - start;
  const all = process.cpuUsage(cpu);
  const own = process.threadCpuUsage(main);
  delay.disable();
  return {
    wall: rounded(wall),
    cpu: rounded((all.user + all.system) / 1000),
    mainCpu: rounded((own.user + own.system) / 1000),
    longestBlock: rounded(delay.max / 1e6),
    bytes,
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
