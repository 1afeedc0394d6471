import type { PairProfile } from "../analysis/request-analysis.ts";
import type { EvidenceSum } from "./evidence-sum.ts";
import type { Channel, ChannelName, ChannelState } from "./channel.ts";

/**
 * Evidence of many requests is kept as additive counts, so it adds up over requests, restarts, collectors and engines in
 * any order. Families of fields:
 *
 * | field | counts |
 * |---|---|
 * | `channel\|state\|reason\|detail` | times a channel said so of the pair |
 * | `seen`, `waits\|…`, `relation\|…`, `beside`, `alike` | requests with the pair; whether B waited; what the source said; A and B side by side; asking the same |
 * | `then\|class`, `from\|class` | requests in which B followed an A of that outcome; all requests with an A of that outcome |
 * | `then\|leaf…`, `from\|leaf…` | the same, where A was accepted, by what its answer held; see `control-facts.ts` |
 * | `v\|…` | value facts, see `data-facts.ts` |
 */
export type Observation = Channel & { readonly channel: ChannelName };

/** Counts of one request that are being added up. */
export type ProfileBuilder = Map<string, number>;

/** Detail that is counted per field; longer ones would make the fields of a pair unbounded. */
const MAX_DETAIL = 200;

export function addCount(builder: ProfileBuilder, field: string, count: number = 1): void {
  builder.set(field, (builder.get(field) ?? 0) + count);
}

export function fieldOf({ channel, state, reason, detail }: Observation): string {
  if (detail === undefined) return `${channel}|${state}|${reason}|`;
  const text = JSON.stringify(detail);
  return `${channel}|${state}|${reason}|${text.length > MAX_DETAIL ? "" : text}`;
}

/** An observation as it is read back from its field: without a detail that is too long to be counted. */
export function asCounted(observation: Observation): Observation {
  const { detail, ...rest } = observation;
  return detail === undefined || JSON.stringify(detail).length <= MAX_DETAIL ? observation : rest;
}

/** The observation behind a field of this channel. */
function observationOf(field: string, channel: ChannelName): Observation | undefined {
  const at = channel.length + 1;
  const state = stateAt(field, at);
  if (state === undefined) return undefined;
  const reason = reasonAt(field, at);
  const parsed = parseDetail(field.slice(at + state.length + reason.length + 2));
  return parsed === undefined ? { channel, state, reason } : { channel, state, reason, detail: parsed };
}

const RANK: Readonly<Record<ChannelState, number>> = { absent: 1, unobserved: 2, present: 3 };

/**
 * What a channel's counts add up to: present beats unobserved beats absent; of equals the one seen most often, and then
 * the first by name, so that the order of counting does not show. `skip` leaves codes out.
 */
export function strongestOf(
  evidence: EvidenceSum,
  name: "order" | "pace" | "source",
  skip?: (reason: string) => boolean,
): Observation | undefined {
  let best: { readonly field: string; readonly rank: number; readonly times: number } | undefined;
  const at = name.length + 1;
  for (const field of evidence.fields(PREFIXES[name])) {
    const state = stateAt(field, at);
    if (state === undefined || skip?.(reasonAt(field, at)) === true) continue;
    const found = { field, rank: RANK[state], times: evidence.count(field) };
    if (best === undefined || isStronger(found, best)) best = found;
  }
  return best === undefined ? undefined : observationOf(best.field, name);
}

const PREFIXES = { order: "order|", pace: "pace|", source: "source|" } as const;
const STATES = ["absent", "unobserved", "present"] as const satisfies readonly ChannelState[];

/** The state that stands here in a field, up to the next bar. */
function stateAt(field: string, at: number): ChannelState | undefined {
  for (const state of STATES) if (field.startsWith(state, at) && field[at + state.length] === "|") return state;
  return undefined;
}

/** The reason behind the state that stands here. */
function reasonAt(field: string, at: number): string {
  const start = field.indexOf("|", at) + 1;
  const stop = field.indexOf("|", start);
  return stop < 0 ? field.slice(start) : field.slice(start, stop);
}

function isStronger(
  a: { readonly field: string; readonly rank: number; readonly times: number },
  b: { readonly field: string; readonly rank: number; readonly times: number },
): boolean {
  return a.rank > b.rank || (a.rank === b.rank && (a.times > b.times || (a.times === b.times && a.field < b.field)));
}

/** The sum of two profiles. */
export function mergeProfiles(a: PairProfile, b: PairProfile): PairProfile {
  if (a.size === 0 || b.size === 0) return a.size === 0 ? b : a;
  const sum = new Map(a);
  for (const [field, count] of b) addCount(sum, field, count);
  return sum;
}

/** Detail is only shown: one that cannot be read back is left out, the observation stands. */
function parseDetail(text: string): Channel["detail"] {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as Channel["detail"];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
