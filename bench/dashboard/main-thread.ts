import type { Browser, Page } from "playwright-core";

/** Work that a task consists of. */
export const PARTS = ["script", "style and layout", "paint", "memory", "other"] as const;
type Part = (typeof PARTS)[number];

/** Tasks of a page's main thread while something was done. Milliseconds. */
export interface Tasks {
  readonly count: number;
  /** By the clock on the wall, in which other processes on the machine have a part. */
  readonly longest: number;
  /** Of processor time: what the task would take on a machine that does nothing else. */
  readonly longestCpu: number;
  /** What the task with the most processor time spent it on. */
  readonly parts: Readonly<Record<Part, number>>;
  readonly over50: number;
  readonly over50Cpu: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const LONG = 50;

const NAMES: readonly (readonly [RegExp, Part])[] = [
  [
    /^(?:EvaluateScript|FunctionCall|EventDispatch|TimerFire|FireAnimationFrame|FireIdleCallback|RunMicrotasks|AsyncTask Run|BlinkScheduler_PerformMicrotaskCheckpoint|XHR\w+|v8\..+)$/,
    "script",
  ],
  [/^(?:UpdateLayoutTree|Layout|ParseAuthorStyleSheet)$/, "style and layout"],
  [/^(?:PrePaint|Paint|Layerize|UpdateLayer|Commit|HitTest|PaintImage)$/, "paint"],
  [/^(?:MinorGC|MajorGC|V8\.GC.*|BlinkGC.*|CppGC.*)$/, "memory"],
];

/** Does something with a page while Chromium writes down every task of its main thread, and what it was made of. */
export async function tasksWhile(browser: Browser, page: Page, act: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ["toplevel", "__metadata", "devtools.timeline"] });
  await act();
  const bytes = await browser.stopTracing();
  const { traceEvents } = JSON.parse(bytes.toString("utf8")) as { readonly traceEvents: readonly TraceEvent[] };
  return summed(mainEvents(traceEvents));
}

/** Of every renderer there is, what the one did that worked most: the page under test. */
function mainEvents(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const mains = events.filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain");
  const perThread = mains.map(({ pid, tid }) =>
    events.filter((one) => one.pid === pid && one.tid === tid && one.ph === "X"),
  );
  const work = (some: readonly TraceEvent[]): number => tasksOf(some).reduce((sum, { dur = 0 }) => sum + dur, 0);
  return perThread.sort((a, b) => work(b) - work(a))[0] ?? [];
}

function tasksOf(events: readonly TraceEvent[]): readonly TraceEvent[] {
  return events.filter(({ name }) => name === "ThreadControllerImpl::RunTask");
}

function summed(events: readonly TraceEvent[]): Tasks {
  const tasks = tasksOf(events);
  const wall = tasks.map(({ dur = 0 }) => dur / 1000);
  const cpu = tasks.map(({ tdur = 0 }) => tdur / 1000);
  const heaviest = tasks.toSorted((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))[0];
  return {
    count: tasks.length,
    longest: rounded(Math.max(0, ...wall)),
    longestCpu: rounded(Math.max(0, ...cpu)),
    parts: partsOf(heaviest, events),
    over50: wall.filter((value) => value > LONG).length,
    over50Cpu: cpu.filter((value) => value > LONG).length,
  };
}

/** Processor time of a task by kind of work; each event's own, without that of the events inside it. */
function partsOf(task: TraceEvent | undefined, events: readonly TraceEvent[]): Record<Part, number> {
  const sums: Record<Part, number> = { script: 0, "style and layout": 0, paint: 0, memory: 0, other: 0 };
  if (task === undefined) return sums;
  const inside = events
    .filter((event) => event.ts >= task.ts && endOf(event) <= endOf(task))
    .toSorted((a, b) => a.ts - b.ts || endOf(b) - endOf(a));
  const open: { readonly event: TraceEvent; readonly part: Part }[] = [];
  for (const event of inside) {
    while (open.length > 0 && endOf((open.at(-1) ?? { event }).event) <= event.ts) open.pop();
    const around = open.at(-1)?.part;
    // What has no name of its own belongs to what it is part of.
    const part = NAMES.find(([names]) => names.test(event.name))?.[1] ?? around ?? "other";
    sums[part] += event.tdur ?? 0;
    if (around !== undefined) sums[around] -= event.tdur ?? 0;
    open.push({ event, part });
  }
  for (const part of PARTS) sums[part] = rounded(Math.max(0, sums[part]) / 1000);
  return sums;
}

function endOf({ ts, dur = 0 }: TraceEvent): number {
  return ts + dur;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
