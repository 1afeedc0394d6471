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

/** Channels whose counts can be left out of a profile; source and values are left out before the analysis. */
export type CountedChannel = "control" | "order" | "pace";

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
    return analysis.edges
      .filter((edge) => edge.adjacent)
      .flatMap((edge) => claimOf(this.#decided(edge), analysis.request));
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
    const silent = new Map<string, number>();
    for (const [field, count] of profile) {
      if (this.#channel === "control" && /^(?:then|from|prior)\|/.test(field)) continue;
      const said = field.startsWith(`${this.#channel}|`) ? `${this.#channel}|absent|${this.#channel}.left-out|` : field;
      silent.set(said, (silent.get(said) ?? 0) + count);
    }
    return silent;
  }
}
