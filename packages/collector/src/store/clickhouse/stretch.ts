import { ceilTo, DAY_MS, dayOf, floorTo, HOUR_MS } from "../day.ts";
import type { Window } from "../port.ts";

/** Whole hours of one UTC day. */
export interface Stretch extends Window {
  readonly day: string;
}

/** Lengths of stretches whose sums are kept, the longest first. Each is made of whole ones of the next. */
const LENGTHS = [DAY_MS, 6 * HOUR_MS, HOUR_MS] as const;

/** Whole hours cut into as few stretches as there can be, each beginning at a multiple of its length. */
export function stretchesOf({ from, to }: Window): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = from; at < to;) {
    const length = LENGTHS.find((one) => at % one === 0 && at + one <= to) ?? HOUR_MS;
    stretches.push({ day: dayOf(at), from: at, to: at + length });
    at += length;
  }
  return stretches;
}

export function hoursOf({ day, from, to }: Stretch): readonly Stretch[] {
  return Array.from({ length: (to - from) / HOUR_MS }, (_all, index) => {
    const at = from + index * HOUR_MS;
    return { day, from: at, to: at + HOUR_MS };
  });
}

/** What of a stretch lies in the next shorter stretches; the stretch itself when it is an hour. */
export function partsOf(stretch: Stretch): readonly Stretch[] {
  const length = LENGTHS.find((one) => one < stretch.to - stretch.from) ?? HOUR_MS;
  return Array.from({ length: (stretch.to - stretch.from) / length }, (_all, index) => {
    const at = stretch.from + index * length;
    return { day: stretch.day, from: at, to: at + length };
  });
}

/** Whole hours of a window that are over at a moment; nothing when there are none. */
export function wholeHours(window: Window, now: number): Window | undefined {
  const from = ceilTo(window.from, HOUR_MS);
  const to = floorTo(Math.min(window.to, now), HOUR_MS);
  return from < to ? { from, to } : undefined;
}

export function keyOf({ from, to }: Window): string {
  return `${from} ${to}`;
}
