import { type AnalysedEdge, CHANNELS, isNeedless, type RequestAnalysis } from "@weir/core";
import type { Claim } from "./claim.ts";

/** What Weir says: needless where the verdict is independent at a tier that opens findings. */
export function weirClaims({ request, edges }: RequestAnalysis): readonly Claim[] {
  return edges.flatMap((edge) => claimOf(edge, request));
}

export function claimOf(edge: AnalysedEdge, { calls }: RequestAnalysis["request"]): readonly Claim[] {
  const [from, to] = [calls[edge.from], calls[edge.to]];
  if (from === undefined || to === undefined) return [];
  const reasons = CHANNELS.map((name) => edge.channels[name].reason);
  const { adjacent } = edge;
  return [{ from, to, adjacent, flagged: isNeedless(edge), verdict: edge.verdict, tier: edge.tier, reasons }];
}
