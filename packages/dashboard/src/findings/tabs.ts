import type { Finding } from "@weir/core";

/** The inbox, in the order of the tabs. */
export const TABS = [
  "new",
  "open",
  "regressed",
  "review",
  "speculative",
  "snoozed",
  "accepted",
  "resolved",
  "needs-evidence",
] as const;

export type Tab = (typeof TABS)[number];

/** Statuses that say more than the evidence: a person's word, a deploy's proof, or too few requests. */
const SETTLED: Readonly<Partial<Record<Finding["status"], Tab>>> = {
  candidate: "needs-evidence",
  snoozed: "snoozed",
  accepted: "accepted",
  "not-a-waterfall": "accepted",
  resolved: "resolved",
  stale: "resolved",
};

/** Among open findings the tier decides who looks at them. */
export function tabOf(finding: Pick<Finding, "status" | "tier">): Tab {
  return SETTLED[finding.status] ?? openTab(finding);
}

export function countTabs(findings: readonly Pick<Finding, "status" | "tier">[]): Readonly<Record<Tab, number>> {
  const counts = Object.fromEntries(TABS.map((tab) => [tab, 0])) as Record<Tab, number>;
  for (const finding of findings) counts[tabOf(finding)] += 1;
  return counts;
}

/** The tab to show when the address names none: the first of new, regressed and open that has something. */
export function firstTab(counts: Readonly<Record<Tab, number>>): Tab {
  return (["new", "regressed", "open", "review"] as const).find((tab) => counts[tab] > 0) ?? "open";
}

function openTab({ status, tier }: Pick<Finding, "status" | "tier">): Tab {
  if (tier === "medium") return "review";
  if (tier === "speculative") return "speculative";
  if (tier === "unknown") return "needs-evidence";
  if (status === "new" || status === "regressed") return status;
  return "open";
}
