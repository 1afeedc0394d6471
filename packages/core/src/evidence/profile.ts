import type { PairProfile } from "../analysis/request-analysis.ts";
import { CHANNELS, type Channel, type ChannelName, type ChannelState } from "./channel.ts";

/**
 * Evidence of many requests is kept as additive counts. A field is `channel|state|reason|detail`; how often it was
 * observed is its count. Counts add up over requests, restarts, collectors and engines in any order.
 */
export type Observation = Channel & { readonly channel: ChannelName };

/** Detail that is counted per field; longer ones would make the fields of a pair unbounded. */
const MAX_DETAIL = 200;

export function fieldOf({ channel, state, reason, detail }: Observation): string {
  const text = detail === undefined ? "" : JSON.stringify(detail);
  return [channel, state, reason, text.length > MAX_DETAIL ? "" : text].join("|");
}

/** The observation behind a field; `undefined` for counts that are no channel's. */
export function observationOf(field: string): Observation | undefined {
  const [channel, state, reason, ...detail] = field.split("|");
  if (!isChannel(channel) || !isState(state) || reason === undefined) return undefined;
  const text = detail.join("|");
  return text === ""
    ? { channel, state, reason }
    : { channel, state, reason, detail: JSON.parse(text) as Readonly<Record<string, string | number>> };
}

/** The sum of two profiles. */
export function mergeProfiles(a: PairProfile, b: PairProfile): PairProfile {
  const sum = new Map(a);
  for (const [field, count] of b) sum.set(field, (sum.get(field) ?? 0) + count);
  return sum;
}

function isChannel(name: string | undefined): name is ChannelName {
  return (CHANNELS as readonly (string | undefined)[]).includes(name);
}

function isState(name: string | undefined): name is ChannelState {
  return name === "present" || name === "absent" || name === "unobserved";
}
