import { countOf } from "../sketch/sketch.ts";
import { quantile } from "../sketch/quantile.ts";
import { lowerBound90 } from "../sketch/trimmed-mean.ts";
import type { Sketch } from "../sketch/sketch.ts";
import type { Tier } from "../evidence/verdict.ts";
import type { Micros } from "../model/time.ts";

/** How likely a flagged pair is independent after all that was seen; a weight for ranking, never shown as a percentage. */
const P_INDEPENDENT: Readonly<Record<Tier, number>> = {
  proven: 1,
  high: 0.97,
  medium: 0.8,
  speculative: 0.5,
  unknown: 0,
};

export interface Ranked {
  /** Pessimistic savings, one per request in which it was seen. */
  readonly savedLow: Sketch;
  readonly requestsPerMinute: number;
  readonly tier: Tier;
}

/**
 * Milliseconds of user wait per minute that a fix would surely give back: requests per minute times the lower 90 %
 * confidence bound of the 10 %-trimmed mean of the pessimistic saving, weighted by how sure the verdict is.
 */
export function waitPerMinute({ savedLow, requestsPerMinute, tier }: Ranked): number {
  if (countOf(savedLow) <= 0) return 0;
  return (Math.max(0, lowerBound90(savedLow)) / 1000) * requestsPerMinute * P_INDEPENDENT[tier];
}

/** Smallest median saving worth a line in somebody's code. */
const FLOOR: Micros = 10_000;
const FLOOR_SHARE = 0.05;

/** True when the median saving reaches 10 ms and 5 % of the median request. */
export function isWorthwhile(savedLow: Sketch, duration: Sketch): boolean {
  return quantile(savedLow, 0.5) >= Math.max(FLOOR, FLOOR_SHARE * quantile(duration, 0.5));
}
