import type { PairProfile } from "../analysis/request-analysis.ts";

/** What people said about an ordered pair of calls. It outweighs what was counted. */
export interface Said {
  /** The later call needs the earlier one, whatever was seen. */
  readonly needed: boolean;
  /** The earlier, or the later call only reads, whatever its method. */
  readonly earlierReads: boolean;
  readonly laterReads: boolean;
}

/** Which of a pair's calls an observation of their effects is about. */
export type Which = "earlier" | "later" | "both";

const NEEDED = "order|present|order.said-to-need|";

/**
 * Evidence as it counts after what people said. A call said to read takes back what was counted of it as a write, or as
 * unknown; it proves nothing about the other call, so requests since then have to show the rest. What was counted because
 * of a word that was taken back counts no more.
 */
export function asSaid(profile: PairProfile, said: Said): PairProfile {
  const { needed, earlierReads, laterReads } = said;
  const reads = (which: unknown): boolean =>
    which === "earlier" ? earlierReads : which === "later" ? laterReads : earlierReads && laterReads;
  const counts = [...profile].filter(([field]) => {
    const [channel, , reason, detail = ""] = field.split("|");
    if (channel !== "order") return true;
    if (reason === "order.later-writes") return !laterReads;
    if (reason === "order.earlier-writes") return !earlierReads;
    if (reason === "order.effect-unknown") return !reads(whichOf(detail));
    return reason !== "order.said-to-read" || reads(whichOf(detail));
  });
  return new Map(needed ? [...counts.filter(([field]) => !field.startsWith("order|")), [NEEDED, 1]] : counts);
}

/** Counts that do not say which call they are about are about both. */
function whichOf(detail: string): unknown {
  const found = /^\{"call":"(\w+)"\}$/.exec(detail);
  return found?.[1] ?? "both";
}
