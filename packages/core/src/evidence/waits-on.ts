import type { Call } from "../model/call.ts";
import type { SourceFact } from "./source-fact.ts";

/**
 * Did B really start in the continuation of A? Lineage knows. One activation of one function that awaits A before it
 * calls B knows too, a little less surely. Times alone never say.
 */
export type WaitsOn = "lineage" | "activation" | "not" | "unknown";

/** Counter fields of a pair's profile, beside those of the channels. */
export const WAITS_FIELDS: Readonly<Record<WaitsOn, string>> = {
  lineage: "waits|lineage",
  activation: "waits|activation",
  not: "waits|not",
  unknown: "waits|unknown",
};

export function waitsOn(from: Call, to: Call, fact: SourceFact | undefined): WaitsOn {
  if (to.lineage !== undefined) {
    return to.lineage.headers.includes(from.index) || to.lineage.bodies.includes(from.index) ? "lineage" : "not";
  }
  return fact?.activation === "shared" && fact.relation !== "parallel" ? "activation" : "unknown";
}
