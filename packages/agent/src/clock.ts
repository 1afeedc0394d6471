import { performance } from "node:perf_hooks";

const origin = performance.timeOrigin;
/** Beyond this the monotonic clock and the wall clock are told apart: the machine slept, or its time was set. */
const MAX_DRIFT_MS = 250;

/** `performance.now()`: the only clock on a user's path, since frameworks forbid `Date.now()` while prerendering. */
export function monotonicNow(): number {
  return performance.now();
}

/**
 * Milliseconds to add to `performance.now()` for wall time, as seen by a span that started right now. It is the
 * process's own origin, so that times of different requests compare exactly, until the wall clock has moved away
 * from it; then it follows the wall clock.
 */
export function epochOffset(spanStartMs: number | undefined, now: number): number {
  if (spanStartMs === undefined) return origin;
  const drift = spanStartMs - (origin + now);
  return Math.abs(drift) > MAX_DRIFT_MS ? spanStartMs - now : origin;
}

/** Integer microseconds since the epoch. */
export function toEpochMicros(offset: number, now: number): number {
  return Math.round((offset + now) * 1000);
}
