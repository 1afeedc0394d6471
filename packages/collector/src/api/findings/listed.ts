import type { Finding, FindingStatus } from "@weir/core";
import type { FindingPolicy } from "./policy.ts";

/** In these states somebody may want to do something about a finding. */
export const OPEN_STATUSES: readonly FindingStatus[] = ["new", "open", "ongoing", "escalating", "regressed"];

/** What lists and counts show unless asked for more: open, and sure enough to act on. */
export function isListed({ status, tier }: Pick<Finding, "status" | "tier">, policy: FindingPolicy): boolean {
  return OPEN_STATUSES.includes(status) && policy.openTiers.includes(tier);
}
