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

/** Minutes at a window's edge are cut here, so that all but a few of them are the same a minute later. */
const EDGE_MS = 10 * MINUTE_MS;

/**
 * Covers a window: whole hours from the hour tier, what remains at its edges from minutes. The hour that is being
 * written is a segment of its own, and so are the hours before it: they hardly ever change.
 *
 * ```
 * window     |------------------------------|
 * hours         |------|------|------|
 * tier       mmm hhhhhhhhhhhhh hhhhhh  mmmmmm
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

function coverDay(file: ReadFile, window: Window): Segment[] {
  if (window.from >= window.to) return [];
  const { from, to } = withoutEmptyEdges(file, window);
  const hours = { from: ceilTo(from, HOUR_MS), to: floorTo(to, HOUR_MS) };
  const minutes = (cuts: readonly Millis[]) =>
    between(cuts).map((part): Segment => ({ file, tier: "minutes", ...part }));
  if (hours.from >= hours.to) return minutes([from, to]);
  const written = Math.min(Math.max(file.writtenHour, hours.from), hours.to);
  return [
    ...minutes([from, Math.min(ceilTo(from, EDGE_MS), hours.from), hours.from]),
    ...between([hours.from, written, hours.to]).map((part): Segment => ({ file, tier: "hours", ...part })),
    ...minutes([hours.to, Math.max(floorTo(to, EDGE_MS), hours.to), to]),
  ];
}

/** Where nothing was written beyond an edge, the whole hour says the same as its minutes. */
function withoutEmptyEdges({ minutes: { oldest, newest } }: ReadFile, { from, to }: Window): Window {
  return {
    from: from <= oldest ? floorTo(from, HOUR_MS) : from,
    to: to > newest ? ceilTo(to, HOUR_MS) : to,
  };
}

function between(cuts: readonly Millis[]): readonly Window[] {
  return cuts
    .slice(1)
    .map((to, index): Window => ({ from: cuts[index] ?? to, to }))
    .filter(({ from, to }) => from < to);
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
