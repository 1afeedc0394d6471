import {
  type AnalysedEdge,
  decide,
  mergeProfiles,
  type PairProfile,
  type RequestAnalysis,
  siteOfPair,
} from "@weir/core";
import type { Claim } from "./claim.ts";
import { claimOf } from "./weir-method.ts";

/** Channels whose counts can be left out of a profile; the source is left out before the analysis. */
export type CountedChannel = "data" | "control" | "order" | "pace";

/** Fields of a channel's own, and counts as of a pair of which it has seen everything and nothing against it. */
const SILENT: Readonly<
  Record<
    CountedChannel,
    { readonly fields: RegExp; readonly instead: (seen: number) => Readonly<Record<string, number>> }
  >
> = {
  // A's body was never read.
  data: { fields: /^v\|/, instead: () => ({ "v|n": 100, "v|unread": 100 }) },
  // A was made once in each request, and B after every refusal, whatever A answered.
  control: {
    fields: /^(?:then|from|prior)\|/,
    instead: (seen) => ({ "then|ok": seen, "then|unauthorized": 1, "then|not-found": 1 }),
  },
  order: { fields: /^order\|/, instead: () => ({ "order|absent|order.both-read|": 1 }) },
  pace: { fields: /^pace\|/, instead: () => ({ "pace|absent|pace.different-calls|": 1 }) },
};

const NONE: PairProfile = new Map();

/**
 * What Weir would say if a channel had seen nothing that speaks against independence: its "present" and "unobserved"
 * become "absent". The verdicts are formed by core's own rule over the same merged counts.
 */
export class ChannelAblation {
  readonly #channel: CountedChannel;
  readonly #profiles = new Map<string, PairProfile>();

  constructor(channel: CountedChannel) {
    this.#channel = channel;
  }

  readonly claims = (analysis: RequestAnalysis): readonly Claim[] => {
    for (const { pair, observed } of [...analysis.edges, ...analysis.tallies]) this.#merge(pair, observed);
    return analysis.edges.flatMap((edge) => claimOf(this.#decided(edge), analysis.request));
  };

  #merge(pair: string, observed: PairProfile): void {
    this.#profiles.set(pair, mergeProfiles(this.#profiles.get(pair) ?? NONE, observed));
  }

  #decided(edge: AnalysedEdge): AnalysedEdge {
    const tally = this.#profiles.get(siteOfPair(edge.pair)) ?? NONE;
    const merged = mergeProfiles(tally, this.#profiles.get(edge.pair) ?? NONE);
    const { verdict, tier, channels } = decide(this.#silenced(merged), this.#silenced(edge.observed));
    return { ...edge, verdict, tier, channels };
  }

  #silenced(profile: PairProfile): PairProfile {
    const { fields, instead } = SILENT[this.#channel];
    const silent = new Map(Object.entries(instead(profile.get("seen") ?? 0)));
    for (const [field, count] of profile) if (!fields.test(field)) silent.set(field, count);
    return silent;
  }
}
