import { decodeSketch, type Sketch } from "@weir/core";
import type { EncodedSums } from "./aggregate.ts";

type Distributions = "duration" | "savedLow" | "savedHigh";

/** Distributions are decoded when they are looked at: of a thousand routes a page shows a few dozen. */
export function withSketches<Sums extends Pick<EncodedSums, Distributions>>(
  sums: Sums,
): Omit<Sums, Distributions> & Record<Distributions, Sketch> {
  const { duration, savedLow, savedHigh, ...rest } = sums;
  return {
    ...rest,
    get duration() {
      return remember(this, "duration", duration);
    },
    get savedLow() {
      return remember(this, "savedLow", savedLow);
    },
    get savedHigh() {
      return remember(this, "savedHigh", savedHigh);
    },
  };
}

/** Puts the decoded distribution in the place of the getter. */
function remember(owner: object, name: Distributions, bytes: Uint8Array): Sketch {
  const value = decodeSketch(bytes);
  Object.defineProperty(owner, name, { value, enumerable: true });
  return value;
}
