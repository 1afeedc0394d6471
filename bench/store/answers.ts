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
  /** The same in processor time: what other processes on the machine cannot lengthen. */
  readonly longestBlockCpu: number;
  readonly bytes: number;
}

/** Runs a question and says what it cost this process. */
export async function costOf(ask: () => Promise<number>): Promise<Cost> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const turns = new Turns();
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
    longestBlockCpu: rounded(turns.end()),
    bytes,
  };
}

/** The processor time between two turns of a timer that is always due: at most so much was in one go. */
class Turns {
  #longest = 0;
  #last = process.threadCpuUsage();
  readonly #timer = setInterval(() => this.#turn(), 1);

  end(): number {
    clearInterval(this.#timer);
    this.#turn();
    return this.#longest / 1000;
  }

  #turn(): void {
    const { user, system } = process.threadCpuUsage(this.#last);
    this.#last = process.threadCpuUsage();
    this.#longest = Math.max(this.#longest, user + system);
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
