import type { Micros } from "./time.ts";

/** A stretch of time, `start <= end`. */
export interface Interval {
  readonly start: Micros;
  readonly end: Micros;
}

/** Lower and upper bound of a length of time, `low <= high`. */
export interface MicrosRange {
  readonly low: Micros;
  readonly high: Micros;
}
