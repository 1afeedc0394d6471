/** Strongest first: when evidence is merged, the earlier one wins. */
export const VERDICTS = [
  "data",
  "guard",
  "ordered",
  "paced",
  "unknown",
  "independent-by-rewrite",
  "independent",
] as const;

export type Verdict = (typeof VERDICTS)[number];

export const TIERS = ["proven", "high", "medium", "speculative", "unknown"] as const;

export type Tier = (typeof TIERS)[number];

/** Tiers that open findings by themselves; the others wait for a person or for more requests. */
export function isFirm(tier: Tier): boolean {
  return tier === "proven" || tier === "high";
}
