import type { Browser, Page } from "playwright-core";

/** Tasks of a page's main thread while something was done. Milliseconds. */
export interface Tasks {
  readonly count: number;
  /** By the clock on the wall, in which other processes on the machine have a part. */
  readonly longest: number;
  /** Of processor time. */
  readonly longestCpu: number;
  readonly over50: number;
  readonly over50Cpu: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const LONG = 50;

/** Does something with a page while Chromium writes down every task of its main thread. */
export async function tasksWhile(browser: Browser, page: Page, act: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await act();
  const bytes = await browser.stopTracing();
  const { traceEvents } = JSON.parse(bytes.toString("utf8")) as { readonly traceEvents: readonly TraceEvent[] };
  return summed(mainTasks(traceEvents));
}

/** Of every renderer there is, the one that worked most: the page under test. */
function mainTasks(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const mains = events.filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain");
  const perThread = mains.map(({ pid, tid }) =>
    events.filter((one) => one.pid === pid && one.tid === tid && one.ph === "X" && one.name.endsWith("RunTask")),
  );
  const work = (tasks: readonly TraceEvent[]): number => tasks.reduce((sum, { dur = 0 }) => sum + dur, 0);
  return perThread.sort((a, b) => work(b) - work(a))[0] ?? [];
}

function summed(tasks: readonly TraceEvent[]): Tasks {
  const wall = tasks.map(({ dur = 0 }) => dur / 1000);
  const cpu = tasks.map(({ tdur = 0 }) => tdur / 1000);
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return {
    count: tasks.length,
    longest: rounded(Math.max(0, ...wall)),
    longestCpu: rounded(Math.max(0, ...cpu)),
    over50: wall.filter((value) => value > LONG).length,
    over50Cpu: cpu.filter((value) => value > LONG).length,
  };
}
