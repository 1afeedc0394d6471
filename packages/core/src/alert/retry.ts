const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pause before each try, the first one at once: the schedule that Standard Webhooks 1.0 recommends. Milliseconds. */
export const RETRY_SCHEDULE_MS: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Longest wait a receiver may ask for. Milliseconds. */
const MAX_RETRY_AFTER_MS = 24 * HOUR;
/** Added to a pause, so that what failed together does not come back together. Share of the pause. */
const JITTER = 0.2;

export interface Tried {
  /** When the message was made. */
  readonly createdAt: number;
  /** Tries that failed, at least one. */
  readonly attempts: number;
  readonly now: number;
  /** What the receiver asked for. Milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** 0 to 1. */
  readonly random: number;
  /** A message older than this is given up. Milliseconds. */
  readonly giveUpAfterMs: number;
}

/** When to try again; `undefined` when the schedule is over or the message would be too old. Milliseconds since the epoch. */
export function nextTry({
  createdAt,
  attempts,
  now,
  retryAfterMs = 0,
  random,
  giveUpAfterMs,
}: Tried): number | undefined {
  const pause = RETRY_SCHEDULE_MS[attempts];
  if (pause === undefined) return undefined;
  const wait = Math.max(pause, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS)) * (1 + JITTER * random);
  const at = now + Math.round(wait);
  return at - createdAt > giveUpAfterMs ? undefined : at;
}
