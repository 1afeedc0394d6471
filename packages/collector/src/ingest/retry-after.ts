/** Nobody is made to wait longer than this. Milliseconds. */
const MAX_WAIT_MS = 60_000;

/** A `Retry-After` header, seconds or a date, as milliseconds from `now`; nothing when there is none that makes sense. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_WAIT_MS) : undefined;
}
