import type { Observation } from "./profile.ts";
import type { SourceFact } from "./source-fact.ts";

/** What the source says, as evidence. Only "independent" is absence; what could not be followed is unobserved. */
export function observeSource(fact: SourceFact | undefined): Observation {
  if (fact === undefined) return { channel: "source", state: "unobserved", reason: "source.unavailable" };
  const detail = fact.detail === undefined ? {} : { detail: fact.detail };
  switch (fact.relation) {
    case "data":
    case "guard":
    case "ordered":
      return { channel: "source", state: "present", reason: fact.reason, ...detail };
    case "independent":
    case "parallel":
      return { channel: "source", state: "absent", reason: fact.reason, ...detail };
    case "unknown":
      return { channel: "source", state: "unobserved", reason: fact.reason, ...detail };
  }
}

/** Which other channel a "present" of the source belongs to: data flow, control flow or effects. */
export function relationField(fact: SourceFact | undefined): string | undefined {
  return fact === undefined ? undefined : `relation|${fact.relation}`;
}
