import type { Channel } from "./channel.ts";
import type { EvidenceSum } from "./evidence-sum.ts";
import { asCounted, type Observation, strongestOf } from "./profile.ts";
import type { SourceFact, SourceRelation } from "./source-fact.ts";

const STATES: Readonly<Record<SourceRelation, Channel["state"]>> = {
  data: "present",
  guard: "present",
  ordered: "present",
  independent: "absent",
  parallel: "absent",
  unknown: "unobserved",
};

/** B lies behind a fail-fast check of A, as the source says. */
export const FAIL_FAST_FIELD = "failfast";

/** What the source says, as evidence. Only "independent" is absence; what could not be followed is unobserved. */
export function observeSource(fact: SourceFact | undefined): Observation {
  if (fact === undefined) return { channel: "source", state: "unobserved", reason: "source.unavailable" };
  const { relation, reason, detail } = fact;
  return { channel: "source", state: STATES[relation], reason, ...(detail === undefined ? {} : { detail }) };
}

/** Which other channel a "present" of the source belongs to: data flow, control flow or effects. */
export function relationField(fact: SourceFact | undefined): string | undefined {
  return fact === undefined ? undefined : `relation|${fact.relation}`;
}

export interface SourceView {
  readonly relation: SourceRelation | undefined;
  readonly channel: Channel;
}

/** Not yet uploaded or not yet mapped: says nothing about the code, and less than any later answer. */
const NOT_THERE_YET = new Set(["source.unavailable", "source.missing"]);
const STRONGEST_FIRST = ["data", "guard", "ordered", "unknown", "parallel", "independent"] as const;

/**
 * What the source adds up to. A need that was ever read stays. Else `own`, the answer for the very request at hand, says
 * it all: the code can change without a new version (development), and then older answers are about other code.
 */
export function sourceView(evidence: EvidenceSum, own: SourceView | undefined): SourceView {
  const merged = readSource(evidence);
  return own === undefined || merged.channel.state === "present" ? merged : own;
}

/** What the source says of the pair in the request at hand. */
export function ownSource(fact: SourceFact | undefined): SourceView {
  if (fact === undefined) return { relation: undefined, channel: UNAVAILABLE };
  const { channel: _, ...channel } = asCounted(observeSource(fact));
  return { relation: NOT_THERE_YET.has(fact.reason) ? undefined : fact.relation, channel };
}

const UNAVAILABLE: Channel = { state: "unobserved", reason: "source.unavailable" };

/** What counts say of the source: those of many requests, or of one. */
export function readSource(evidence: EvidenceSum): SourceView {
  const said = strongestOf(evidence, "source", (reason) => NOT_THERE_YET.has(reason));
  const observation = said ?? strongestOf(evidence, "source");
  if (observation === undefined) {
    return { relation: undefined, channel: UNAVAILABLE };
  }
  const { channel: _, ...channel } = observation;
  return { relation: said === undefined ? undefined : relationOf(evidence, channel), channel };
}

/** `unknown` relations of a source that was not there yet are counted too; the channel knows better. */
function relationOf(evidence: EvidenceSum, channel: Channel): SourceRelation | undefined {
  return STRONGEST_FIRST.find(
    (relation) => STATES[relation] === channel.state && evidence.count(`relation|${relation}`) > 0,
  );
}
