import type { Call, RequestAnalysis, Tier, Verdict } from "@weir/core";

/** What a method says of one ordered pair of calls of one request. */
export interface Claim {
  readonly from: Call;
  readonly to: Call;
  /** No call lies between the two. */
  readonly adjacent: boolean;
  /** It says the wait is needless, firmly enough to open a finding. */
  readonly flagged: boolean;
  readonly verdict: Verdict | "-";
  readonly tier: Tier | "-";
  /** Reason codes, where the method gives any. */
  readonly reasons: readonly string[];
}

/** Says something of every pair of calls of which one follows the other. */
export type Method = (analysis: RequestAnalysis) => readonly Claim[];
