import type { Call } from "../model/call.ts";
import type { EvidenceSum } from "./evidence-sum.ts";
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

/** Requests in which both calls were made and neither waited for the other to end. */
export const BESIDE_FIELD = "beside";

export function waitsOn(from: Call, to: Call, fact: SourceFact | undefined): WaitsOn {
  if (to.lineage !== undefined) {
    return to.lineage.headers.includes(from.index) || to.lineage.bodies.includes(from.index) ? "lineage" : "not";
  }
  return fact?.activation === "shared" && fact.relation !== "parallel" ? "activation" : "unknown";
}

export interface OwnWait {
  readonly waits: WaitsOn;
  readonly fact: SourceFact | undefined;
  /** Lineage follows A: had B waited for it, B's would name it. */
  readonly followed: boolean;
}

/**
 * Is it known that B started whether or not A had ended? Then no order is between the two, only moments. Lineage that was
 * recorded of both says so by leaving A out. Without it the source may, of calls that one function starts; where a
 * framework starts two functions, both may still await one answer that is kept for them.
 */
export function isUnwaited(evidence: EvidenceSum, { waits, fact, followed }: OwnWait): boolean {
  if (waits === "not" && followed) return true;
  if (waits === "lineage" || evidence.count(WAITS_FIELDS.lineage) > 0) return false;
  return fact?.relation === "parallel" && fact.activation === "shared";
}

/**
 * `own` is the pair in the request at hand: where its lineage was recorded, that is exact and nothing else counts. Over
 * many requests one wait by lineage shows that B does wait; without any, a pair that was ever seen side by side, or whose
 * lineage says otherwise, is not serial.
 */
export function mergedWaitsOn(evidence: EvidenceSum, own: WaitsOn | undefined): WaitsOn {
  if (own === "lineage" || own === "not") return own;
  if (evidence.count(WAITS_FIELDS.lineage) > 0) return "lineage";
  if (evidence.count(WAITS_FIELDS.not) > 0 || evidence.count(BESIDE_FIELD) > 0) return "not";
  return evidence.count(WAITS_FIELDS.activation) > 0 ? "activation" : "unknown";
}
