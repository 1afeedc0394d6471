import { type Finding, quantile, type Sketch } from "@weir/core";
import { ms, rounded } from "./iso.ts";

interface Measured {
  readonly duration: Sketch;
  readonly savedLow: Sketch;
  readonly savedHigh: Sketch;
}

/** Quantiles of what could be saved, in milliseconds; the share takes the lower bound of the median. */
export function savedOf({ duration, savedLow, savedHigh }: Measured): Finding["saved"] {
  const at = (q: number) => {
    const low = quantile(savedLow, q);
    return { low: ms(low), high: ms(Math.max(low, quantile(savedHigh, q))) };
  };
  const typical = quantile(duration, 0.5);
  const share = typical === 0 ? 0 : Math.min(1, quantile(savedLow, 0.5) / typical);
  return { p50: at(0.5), p95: at(0.95), share: rounded(share) };
}
