import type { Status } from "@weir/core";
import type { GateConfig } from "./gate-config.ts";
import type { GateOutcome } from "./gate.ts";

/** Why there is no result. Nothing of this is ever green. */
export type MissingEvidence =
  | "no-spans"
  | "no-requests"
  | "no-calls"
  | "no-call-sites"
  | "low-coverage"
  | "dropped"
  | "too-few-requests";

/** How much the result rests on. */
export interface EvidenceSummary {
  readonly spans: number;
  readonly requests: number;
  readonly routes: number;
  /** Outgoing calls; absent when only a running collector was asked. */
  readonly calls?: number | undefined;
  /** Spans that were lost on the way. */
  readonly dropped: number;
  /** Share of requests, 0 to 1, whose waits could all be judged. */
  readonly analysedShare: number;
  /** Why the others could not, most frequent first. */
  readonly reasons: Status["coverage"]["reasons"];
  /** It is known which lines make calls. */
  readonly callSites: boolean;
}

/** What is missing for a result, the most basic thing first. */
export function missingEvidence(
  evidence: EvidenceSummary,
  outcomes: readonly GateOutcome[],
  config: Pick<GateConfig, "minCoverage">,
): readonly MissingEvidence[] {
  if (evidence.spans === 0 && evidence.requests === 0) return ["no-spans"];
  if (evidence.requests === 0) return ["no-requests"];
  if (evidence.calls === 0) return ["no-calls"];
  const missing: MissingEvidence[] = [];
  if (!evidence.callSites) missing.push("no-call-sites");
  if (evidence.analysedShare < config.minCoverage) missing.push("low-coverage");
  if (evidence.dropped > 0) missing.push("dropped");
  if (outcomes.some(({ state, level }) => state === "too-few" && level === "error")) missing.push("too-few-requests");
  return missing;
}
