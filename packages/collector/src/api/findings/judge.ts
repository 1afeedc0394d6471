import { decide, type Decision, type Edge, type FindingDocument, type PairProfile, type Tier, TIERS } from "@weir/core";

/** What today's evidence says of a finding that some requests showed. */
export interface Judgement {
  readonly edges: readonly Edge[];
  /** The weakest of the edges the fix gives up; `unknown` when the claim does not stand any more. */
  readonly tier: Tier;
  /** Evidence since then says otherwise, or is not there any more. */
  readonly withdrawn: boolean;
  readonly wouldChange: Decision["wouldChange"];
}

const NO_EVIDENCE: PairProfile = new Map();

/** Judges every pair of a finding anew: profiles grow with every request, and one that shows a need takes the claim back. */
export function judge(document: FindingDocument, profile: (pair: string) => PairProfile | undefined): Judgement {
  const decided = document.edges.map((edge) => ({ edge, decision: decide(profile(edge.pair) ?? NO_EVIDENCE) }));
  const claimed = decided.filter(({ edge }) => isClaimed(document, edge)).map(({ decision }) => decision);
  const withdrawn = claimed.length === 0 || claimed.some((decision) => !supports(decision));
  return {
    edges: decided.map(({ edge: { from, to, pair }, decision: { verdict, tier, channels } }) => ({
      from,
      to,
      pair,
      verdict,
      tier,
      channels,
    })),
    tier: withdrawn ? "unknown" : weakest(claimed),
    withdrawn,
    wouldChange: distinct(claimed.flatMap(({ wouldChange }) => wouldChange)),
  };
}

/** Does the fix give this order up? Documents that do not say: calls of one group, and calls a freed one does not wait for. */
function isClaimed(document: FindingDocument, edge: FindingDocument["edges"][number]): boolean {
  if (edge.needless !== undefined) return edge.needless;
  const group = document.startTogether.find((members) => members.includes(edge.to));
  return group !== undefined && (group.includes(edge.from) || !document.after.includes(edge.from));
}

/** A guard with a safe read behind it stays a claim of its own, "start both, await the guard first". */
function supports({ verdict, tier }: Decision): boolean {
  if (tier === "unknown") return false;
  return verdict === "independent" || verdict === "independent-by-rewrite" || tier === "speculative";
}

function weakest(decisions: readonly Decision[]): Tier {
  const rank = Math.max(...decisions.map(({ tier }) => TIERS.indexOf(tier)));
  return TIERS[rank] ?? "unknown";
}

function distinct(changes: Decision["wouldChange"]): Decision["wouldChange"] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}
