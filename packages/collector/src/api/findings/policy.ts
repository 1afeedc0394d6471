import type { Tier } from "@weir/core";

/** When a finding counts as one. */
export interface FindingPolicy {
  /** Requests that must have shown it before it leaves the candidates. */
  readonly minRequests: number;
  /** The same for findings on these routes, where somebody said so. */
  readonly minRequestsOn?: (routeKeys: readonly string[]) => number | undefined;
  /** The same for tier proven in a development environment: somebody is looking at that very request. */
  readonly minRequestsInDevelopment: number;
  /** Tiers that open findings by themselves; the others are for review. */
  readonly openTiers: readonly Tier[];
  /** Requests of a newer version without the pattern that resolve it. */
  readonly resolveAfter: number;
  /** Requests in a version after the resolving one that make it regressed. */
  readonly regressAfter: number;
  /** A finding is new for so long. Milliseconds. */
  readonly newForMs: number;
  /** Without any request of its routes for so long it is stale. Milliseconds. */
  readonly staleAfterMs: number;
}

const DAY_MS = 86_400_000;

/** Tier high waits for the ground-truth bench before it opens findings. */
export const FINDING_POLICY: FindingPolicy = {
  minRequests: 30,
  minRequestsInDevelopment: 1,
  openTiers: ["proven"],
  resolveAfter: 30,
  regressAfter: 5,
  newForMs: 7 * DAY_MS,
  staleAfterMs: DAY_MS,
};
