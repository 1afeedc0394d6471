import { addTo, type SketchBuilder } from "@weir/core";
import type { Millis } from "../port.ts";

/** Counts and distributions of rows with one dimension. */
export interface Sum {
  requests: number;
  errors: number;
  firstSeen: Millis;
  lastSeen: Millis;
  readonly duration: SketchBuilder;
  readonly savedLow: SketchBuilder;
  readonly savedHigh: SketchBuilder;
}

export function emptySum(): Sum {
  return {
    requests: 0,
    errors: 0,
    firstSeen: Infinity,
    lastSeen: -Infinity,
    duration: new Map(),
    savedLow: new Map(),
    savedHigh: new Map(),
  };
}

export function addSpan(
  sum: Pick<Sum, "requests" | "errors" | "firstSeen" | "lastSeen">,
  requests: number,
  errors: number,
  first: number,
  last: number,
): void {
  sum.requests += requests;
  sum.errors += errors;
  if (first > 0) sum.firstSeen = Math.min(sum.firstSeen, first);
  if (last > 0) sum.lastSeen = Math.max(sum.lastSeen, last);
}

export function addBuckets(into: SketchBuilder, buckets: readonly number[], counts: readonly number[]): void {
  for (const [at, bucket] of buckets.entries()) addTo(into, bucket, counts[at] ?? 0);
}

function addSum(into: Sum, { requests, errors, firstSeen, lastSeen, ...sketches }: Sum): void {
  addSpan(into, requests, errors, firstSeen === Infinity ? 0 : firstSeen, Math.max(lastSeen, 0));
  for (const [bucket, count] of sketches.duration) addTo(into.duration, bucket, count);
  for (const [bucket, count] of sketches.savedLow) addTo(into.savedLow, bucket, count);
  for (const [bucket, count] of sketches.savedHigh) addTo(into.savedHigh, bucket, count);
}

/** The sum of sums. */
export function mergeSums(sums: readonly Sum[]): Sum {
  const [only, ...others] = sums;
  if (only !== undefined && others.length === 0) return only;
  const merged = emptySum();
  for (const sum of sums) addSum(merged, sum);
  return merged;
}
