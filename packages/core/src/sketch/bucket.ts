import type { Micros } from "../model/time.ts";

const ALPHA = 0.01;
const GAMMA = (1 + ALPHA) / (1 - ALPHA);
const LOG_GAMMA = Math.log(GAMMA);

/** Buckets fit an unsigned 16-bit column; the last one begins far above any duration (about 19,000 years). */
export const MAX_BUCKET = 2047;

/**
 * Bucket of a length of time: `i >= 1` holds `(gamma^(i-1), gamma^i]` microseconds with `gamma = 1.01/0.99`, bucket 0
 * holds everything up to one microsecond. DDSketch's mapping (Masson, Rim, Lee, VLDB'19) at 1 % relative accuracy.
 */
export function bucketOf(micros: Micros): number {
  if (!(micros > 1)) return 0;
  return Math.min(MAX_BUCKET, Math.ceil(Math.log(micros) / LOG_GAMMA));
}

/** The microseconds a bucket stands for, within 1 % of every value in it; exactly 0 for bucket 0, so "no saving" stays none. */
export function bucketValue(bucket: number): number {
  return bucket <= 0 ? 0 : (VALUES[bucket] ?? middleOf(bucket));
}

function middleOf(bucket: number): number {
  return (2 * GAMMA ** bucket) / (GAMMA + 1);
}

const VALUES: readonly number[] = Array.from({ length: MAX_BUCKET + 1 }, (_all, bucket) => middleOf(bucket));

/** Upper end of a bucket in microseconds; the lower end is that of the bucket before it. */
export function bucketEdge(bucket: number): number {
  return bucket < 0 ? 0 : GAMMA ** bucket;
}
