/**
 * Microseconds: a moment since the Unix epoch, or a length of time.
 * Always an integer. Today's epoch in microseconds is about 1.8e15, well below 2^53, so a plain number is exact.
 */
export type Micros = number;

/** Microseconds as fractional milliseconds, the unit of the public API. */
export function toMillis(micros: Micros): number {
  return micros / 1000;
}
