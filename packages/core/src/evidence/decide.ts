import type { PairProfile } from "../analysis/request-analysis.ts";
import type { Channel, ChannelName, Channels } from "./channel.ts";
import { judgeControl } from "./control.ts";
import { judgeData, variationOf } from "./data.ts";
import { ALIKE_FIELD, PRIOR_FIELDS, SEEN_FIELD } from "./observe.ts";
import { EvidenceSum } from "./evidence-sum.ts";
import { fieldOf, type Observation, strongestOf } from "./profile.ts";
import type { Change } from "./reasons.ts";
import { FAIL_FAST_FIELD, readSource, type SourceView, sourceView } from "./source.ts";
import type { Tier, Verdict } from "./verdict.ts";
import { mergedWaitsOn, WAITS_FIELDS, type WaitsOn } from "./waits-on.ts";

/** One thing that would change the verdict, as a reason code with parameters. */
export interface WouldChange {
  readonly reason: Change;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly tier: Tier;
  readonly channels: Channels;
  /** Values agreed positively over enough requests and principals, beside what the source says. */
  readonly confirmed: boolean;
  /** Never empty: a verdict that nothing could change is not evidence. */
  readonly wouldChange: readonly WouldChange[];
}

/** Requests that tier `high` needs: without source, only numbers speak. */
const MANY = 100;
const CONFIRMED = { requests: 5, principals: 3, responses: 3 } as const;

/**
 * The verdict that merged evidence adds up to. "Present" in any channel wins, the strongest first; "independent" needs a
 * wait that was really seen and no channel that could not look. A pure function of counts, so it never goes stale.
 *
 * `profile` is the sum over requests, the tally of A's site included (`from|…`, see `siteOfPair`). `own` is what the
 * request at hand showed of this very pair: whether *this* B waited, and what the source says *now*.
 */
export function decide(profile: PairProfile, own?: PairProfile): Decision {
  return decideFrom(EvidenceSum.of(profile), own === undefined ? undefined : ownView(EvidenceSum.of(own)));
}

/** What the request at hand showed of the pair itself. */
export interface OwnView {
  readonly waits: WaitsOn;
  readonly source: SourceView;
}

function ownView(evidence: EvidenceSum): OwnView {
  const waits = (["lineage", "not", "activation"] as const).find((name) => evidence.count(WAITS_FIELDS[name]) > 0);
  return { waits: waits ?? "unknown", source: readSource(evidence) };
}

/** `decide`, over evidence that was added up already. */
export function decideFrom(evidence: EvidenceSum, own: OwnView | undefined): Decision {
  const source = sourceView(evidence, own?.source);
  const values = judgeData(evidence);
  const channels = channelsOf(evidence, source, values);
  const waits = mergedWaitsOn(evidence, own?.waits);
  const confirmed = isConfirmed(evidence, channels, values);
  const needed = neededBy(channels);
  if (needed !== undefined) {
    const tier = needed === "guard" ? tierOfGuard(channels, source) : "proven";
    return { verdict: needed, tier, channels, confirmed: false, wouldChange: [{ reason: CHANGES_NEED[needed] }] };
  }
  const missing = missingFor(channels, source, waits);
  if (missing.length === 0) return { ...independence(evidence, source, channels, waits), channels, confirmed };
  const onlyControl = missing.every(({ reason }) => reason === "change.failures-seen") && waits === "lineage";
  return {
    verdict: "unknown",
    tier: onlyControl ? "medium" : "unknown",
    channels,
    confirmed: false,
    wouldChange: missing,
  };
}

type Needed = "data" | "guard" | "ordered" | "paced";

const CHANGES_NEED: Readonly<Record<Needed, Change>> = {
  data: "change.value-from-elsewhere",
  guard: "change.guard-refuted",
  ordered: "change.mark-as-read",
  paced: "change.not-a-retry",
};

function neededBy({ data, control, order, pace }: Channels): Needed | undefined {
  if (data.state === "present") return "data";
  if (control.state === "present") return "guard";
  if (order.state === "present") return "ordered";
  return pace.state === "present" ? "paced" : undefined;
}

/** Starting a safe read behind a guard early costs wasted calls, not safety: a list of its own. */
function tierOfGuard({ data, order, pace }: Channels, { relation }: SourceView): Tier {
  const needsNothingElse = relation === "guard" || data.state === "absent";
  return needsNothingElse && order.state === "absent" && pace.state === "absent" ? "speculative" : "unknown";
}

/** Everything is absent. With the source one request is enough; values and counts alone need many. */
function independence(
  evidence: EvidenceSum,
  source: SourceView,
  channels: Channels,
  waits: WaitsOn,
): Pick<Decision, "verdict" | "tier" | "wouldChange"> {
  const wouldChange: WouldChange[] = [
    { reason: "change.value-of-earlier-in-later" },
    { reason: "change.later-missing-when-earlier-differs" },
  ];
  const isWaiting = waits === "lineage" || waits === "activation";
  if (source.relation === "independent") {
    if (isWaiting) return { verdict: "independent", tier: "proven", wouldChange };
    return {
      verdict: "independent",
      tier: "medium",
      wouldChange: [{ reason: "change.record-lineage" }, ...wouldChange],
    };
  }
  const verdict = channels.data.reason === "data.echo" ? "independent-by-rewrite" : "independent";
  const seen = evidence.count(SEEN_FIELD);
  // Where B takes an echoed value from is up to the code: it may be A, and then the code has to change first.
  if (verdict === "independent-by-rewrite" && waits === "lineage") return { verdict, tier: "medium", wouldChange };
  if (seen >= MANY && waits === "lineage") return { verdict, tier: "high", wouldChange };
  if (waits !== "lineage")
    return { verdict: "unknown", tier: "unknown", wouldChange: [{ reason: "change.record-lineage" }] };
  const more: WouldChange = { reason: "change.more-requests", detail: { seen, needed: MANY } };
  return { verdict: "unknown", tier: "medium", wouldChange: [more, ...wouldChange] };
}

/** What stands between this profile and "independent". The source stands for data and control where it could be read. */
function missingFor(
  { data, control, order, pace, source }: Channels,
  { relation }: SourceView,
  waits: WaitsOn,
): WouldChange[] {
  const missing: WouldChange[] = [];
  const startsBeside = relation === "parallel" && waits !== "lineage";
  if (waits === "not" || startsBeside) missing.push({ reason: "change.later-waits-for-earlier" });
  if (relation !== "independent" && (data.state === "unobserved" || control.state === "unobserved")) {
    const { reason, detail } = source;
    const change = reason === "source.unavailable" ? "change.source-available" : "change.source-followed";
    if (data.state === "unobserved") missing.push({ reason: change, detail: { ...detail, why: reason } });
    if (data.state === "unobserved") missing.push(DATA_CHANGES[data.reason] ?? { reason: "change.values-vary" });
    if (control.state === "unobserved")
      missing.push({ reason: "change.failures-seen", detail: { why: control.reason } });
  }
  if (order.state === "unobserved") missing.push({ reason: "change.mark-as-read" });
  if (pace.state === "unobserved") missing.push({ reason: "change.not-a-poll" });
  return missing;
}

const DATA_CHANGES: Readonly<Record<string, WouldChange>> = {
  "data.not-recorded": { reason: "change.values-recorded" },
  "data.unexplained": { reason: "change.value-explained" },
  "data.weak-match": { reason: "change.values-vary" },
  "data.response-never-varied": { reason: "change.values-vary" },
};

/** The state of each channel, the source's findings put where they belong. */
function channelsOf(evidence: EvidenceSum, source: SourceView, values: Channel): Channels {
  return {
    data: dataChannel(values, source),
    control: controlChannel(evidence, source),
    order:
      source.relation === "ordered" ? fromSource("order.shared-state-in-source", source) : counted(evidence, "order"),
    pace: paceChannel(evidence),
    source: source.channel,
  };
}

function dataChannel(values: Channel, source: SourceView): Channel {
  if (values.state === "present") return values;
  if (source.relation === "data") return fromSource("data.used-in-source", source);
  if (source.relation === "independent") return { state: "absent", reason: "data.unused-in-source" };
  return values;
}

const PRIORS = Object.entries(PRIOR_FIELDS);

function controlChannel(evidence: EvidenceSum, source: SourceView): Channel {
  const failFast = evidence.count(FAIL_FAST_FIELD) > 0;
  const counts = ofMost(evidence, judgeControl(evidence, failFast));
  if (source.relation === "guard") return fromSource("control.guard-in-source", source);
  if (counts.state === "present") return counts;
  if (source.relation === "independent") {
    return { state: "absent", reason: failFast ? "control.fail-fast" : "control.no-guard-in-source" };
  }
  if (counts.state === "absent") return counts;
  for (const [reason, field] of PRIORS) {
    if (evidence.count(field) > 0) return { state: "present", reason };
  }
  return counts;
}

/**
 * Outcomes are counted where A was made once. In a loop the turns before decide whether there is another one, by sums and
 * by what they found, and no count of single calls shows that. Two calls that ask the same may be such turns, even where
 * their stacks differ.
 */
function ofMost(evidence: EvidenceSum, channel: Channel): Channel {
  if (channel.state !== "absent") return channel;
  const isOnce = evidence.count("then|ok") * 2 >= evidence.count(SEEN_FIELD) && evidence.count(ALIKE_FIELD) === 0;
  return isOnce ? channel : { state: "unobserved", reason: "control.made-repeatedly" };
}

function fromSource(reason: string, { channel }: SourceView): Channel {
  return { state: "present", reason, ...(channel.detail === undefined ? {} : { detail: channel.detail }) };
}

const UNSEEN = {
  order: { state: "unobserved", reason: "order.effect-unknown" },
  pace: { state: "unobserved", reason: "pace.not-recorded" },
} as const satisfies Record<string, Channel>;

function counted(evidence: EvidenceSum, name: ChannelName & keyof typeof UNSEEN): Channel {
  const observation = strongestOf(evidence, name);
  if (observation === undefined) return UNSEEN[name];
  const { channel: _, ...channel } = observation;
  return channel;
}

/** Share of the requests that has to have been looked at. */
const LOOKED_AT = 0.98;

/** Now and then the values of a request are not seen, and then two calls of one site cannot be told apart: no sign of a poll. */
function paceChannel(evidence: EvidenceSum): Channel {
  const channel = counted(evidence, "pace");
  if (channel.reason !== "pace.repeated") return channel;
  const absent: Observation = { channel: "pace", state: "absent", reason: "pace.different-calls" };
  const looked = evidence.count(fieldOf(absent));
  const not = evidence.count(fieldOf({ ...absent, state: "unobserved", reason: channel.reason }));
  return looked < LOOKED_AT * (looked + not) ? channel : { state: absent.state, reason: absent.reason };
}

/** The badge beside "proven": values agree over several requests, principals and responses. */
function isConfirmed(evidence: EvidenceSum, { source }: Channels, values: Channel): boolean {
  if (source.state !== "absent" || evidence.count("v|n") < CONFIRMED.requests) return false;
  if (values.state !== "absent") return false;
  const { requests, principals, responses } = variationOf(evidence);
  return requests >= CONFIRMED.requests && principals >= CONFIRMED.principals && responses >= CONFIRMED.responses;
}
