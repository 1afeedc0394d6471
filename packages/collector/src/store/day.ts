import type { Millis } from "./port.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const DAY_NAME = /^\d{8}$/;

/** The UTC day of a moment, `YYYYMMDD`: sorts like time. */
export function dayOf(at: Millis): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll("-", "");
}

/** First millisecond of a day named `YYYYMMDD`. Throws `RangeError` on any other text. */
export function startOfDay(day: string): Millis {
  if (!DAY_NAME.test(day)) throw new RangeError(`not a day (YYYYMMDD): ${day}`);
  const at = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)));
  if (dayOf(at) !== day) throw new RangeError(`no such day: ${day}`);
  return at;
}

export function floorTo(at: Millis, step: Millis): Millis {
  return Math.floor(at / step) * step;
}

export function ceilTo(at: Millis, step: Millis): Millis {
  return Math.ceil(at / step) * step;
}

/** Rejects a step the minute tier cannot answer. */
export function checkStep(step: Millis): void {
  if (!Number.isSafeInteger(step) || step < MINUTE_MS || step % MINUTE_MS !== 0) {
    throw new RangeError(`a series step is a whole number of minutes, not ${step} ms`);
  }
}
