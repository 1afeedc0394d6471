import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS, startOfDay } from "../day.ts";
import type { Millis, Window } from "../port.ts";
import type { ReadFile } from "./read-file.ts";

/** Where a store's days are to be read: a file each, or `main.db` for those that have only hours left. */
export interface Sources {
  readonly main: ReadFile;
  readonly days: ReadonlyMap<string, ReadFile>;
  /** Days to be read from `main.db`, oldest first. */
  readonly sealed: readonly string[];
}

export interface Segment extends Window {
  readonly file: ReadFile;
  readonly tier: "minutes" | "hours";
}

/**
 * Covers a window: whole hours from the hour tier, what remains at its edges from minutes.
 *
 * ```
 * window     |------------------------------|
 * hours         |------|------|------|
 * tier       mmm hhhhhhhhhhhhhhhhhhhh  mmmmmm
 * ```
 */
export function coverWindow(sources: Sources, window: Window): readonly Segment[] {
  const segments = [...sources.days].flatMap(([day, file]) => coverDay(file, clip(window, MINUTE_MS, dayWindow(day))));
  return [...coverSealed(sources, window, HOUR_MS), ...segments];
}

/** Covers a window by whole buckets of one length, hours or days. */
export function coverWhole(sources: Sources, window: Window, step: Millis): readonly Segment[] {
  const segments = [...sources.days].flatMap(([day, file]): Segment[] => {
    const part = clip(window, step, dayWindow(day));
    return part.from < part.to ? [{ file, tier: "hours", ...part }] : [];
  });
  return [...coverSealed(sources, window, step), ...segments];
}

function coverDay(file: ReadFile, { from, to }: Window): Segment[] {
  const hours = { from: ceilTo(from, HOUR_MS), to: floorTo(to, HOUR_MS) };
  if (hours.from >= hours.to) return from < to ? [{ file, tier: "minutes", from, to }] : [];
  const parts: Segment[] = [
    { file, tier: "minutes", from, to: hours.from },
    { file, tier: "hours", ...hours },
    { file, tier: "minutes", from: hours.to, to },
  ];
  return parts.filter((part) => part.from < part.to);
}

/** Neighbouring days are read at once. */
function coverSealed({ main, sealed }: Sources, window: Window, step: Millis): Segment[] {
  const runs: { from: Millis; to: Millis }[] = [];
  for (const day of sealed) {
    const { from, to } = dayWindow(day);
    const last = runs.at(-1);
    if (last?.to === from) last.to = to;
    else runs.push({ from, to });
  }
  return runs
    .map((run): Segment => ({ file: main, tier: "hours", ...clip(window, step, run) }))
    .filter(({ from, to }) => from < to);
}

function clip(window: Window, step: Millis, bounds: Window): Window {
  return {
    from: Math.max(floorTo(window.from, step), bounds.from),
    to: Math.min(ceilTo(window.to, step), bounds.to),
  };
}

function dayWindow(day: string): Window {
  const from = startOfDay(day);
  return { from, to: from + DAY_MS };
}
