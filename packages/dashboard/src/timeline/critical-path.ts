import type { TraceView } from "@weir/core";
import { moves } from "./bars.ts";

interface Section {
  readonly start: number;
  readonly end: number;
}

/** The sections of the critical path by call; under `"server"` the server's own work. */
export function pathSections(trace: TraceView): ReadonlyMap<number | "server", readonly Section[]> {
  const sections = new Map<number | "server", Section[]>();
  for (const { call, start, end } of trace.criticalPath) {
    const key = call ?? "server";
    const list = sections.get(key);
    if (list === undefined) sections.set(key, [{ start, end }]);
    else list.push({ start, end });
  }
  return sections;
}

/** The calls that `n` and `p` visit: those that could move, or where there are none, those on the critical path. */
export function stops(trace: TraceView): readonly number[] {
  const moved = trace.calls.filter(moves).map((call) => call.index);
  if (moved.length > 0) return moved;
  return [...new Set(trace.criticalPath.flatMap((section) => section.call ?? []))];
}

/** The next stop after `current` in the given direction, going round at the ends. */
export function nextStop(list: readonly number[], current: number | undefined, step: 1 | -1): number | undefined {
  if (list.length === 0) return undefined;
  const sorted = [...list].sort((left, right) => left - right);
  if (current === undefined) return step === 1 ? sorted[0] : sorted.at(-1);
  const further = step === 1 ? sorted.find((call) => call > current) : sorted.findLast((call) => call < current);
  return further ?? (step === 1 ? sorted[0] : sorted.at(-1));
}
