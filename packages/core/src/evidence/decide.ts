import type { PairProfile } from "../analysis/request-analysis.ts";
import { type Channel, CHANNELS, type ChannelName, type Channels } from "./channel.ts";
import { observationOf } from "./profile.ts";
import type { Tier, Verdict } from "./verdict.ts";
import { WAITS_FIELDS } from "./waits-on.ts";

/** One thing that would change the verdict, as a reason code with parameters. */
export interface WouldChange {
  readonly reason: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly tier: Tier;
  readonly channels: Channels;
  /** Never empty: a verdict that nothing could change is not evidence. */
  readonly wouldChange: readonly WouldChange[];
}

/**
 * The verdict that merged evidence adds up to. "Present" in any channel wins, the strongest first; "independent" needs a
 * wait that was really seen and no channel that could not look. A pure function of counts, so it never goes stale.
 */
export function decide(profile: PairProfile): Decision {
  const channels = channelsOf(profile);
  const needed = neededBy(channels);
  if (needed !== undefined) {
    const tier = needed === "guard" && channels.order.state === "absent" ? "speculative" : "proven";
    return { verdict: needed, tier, channels, wouldChange: [{ reason: CHANGES_NEED[needed] }] };
  }
  const missing = missingFor(profile, channels);
  if (missing.length > 0) return { verdict: "unknown", tier: "unknown", channels, wouldChange: missing };
  const waits = count(profile, WAITS_FIELDS.lineage) + count(profile, WAITS_FIELDS.activation);
  const wouldChange = [
    { reason: "change.value-of-earlier-in-later" },
    { reason: "change.later-missing-when-earlier-differs" },
  ];
  if (waits > 0) return { verdict: "independent", tier: "proven", channels, wouldChange };
  return {
    verdict: "independent",
    tier: "medium",
    channels,
    wouldChange: [{ reason: "change.record-lineage" }, ...wouldChange],
  };
}

type Needed = "data" | "guard" | "ordered" | "paced";

const CHANGES_NEED: Readonly<Record<Needed, string>> = {
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

/** What stands between this profile and "independent". */
function missingFor(profile: PairProfile, channels: Channels): WouldChange[] {
  const missing: WouldChange[] = [];
  if (count(profile, WAITS_FIELDS.not) > 0 || count(profile, "relation|parallel") > 0) {
    missing.push({ reason: "change.later-waits-for-earlier" });
  }
  if (channels.source.state === "unobserved") {
    const { reason, detail } = channels.source;
    const change = reason === "source.unavailable" ? "change.source-available" : "change.source-followed";
    missing.push({ reason: change, detail: { why: reason, ...detail } });
  }
  if (channels.order.state === "unobserved") missing.push({ reason: "change.mark-as-read" });
  if (channels.pace.state === "unobserved") missing.push({ reason: "change.not-a-poll" });
  if (channels.data.state === "unobserved" && channels.source.state !== "unobserved") {
    missing.push({ reason: "change.values-vary" });
  }
  return missing;
}

/** The state of each channel, the source's findings put where they belong. */
function channelsOf(profile: PairProfile): Channels {
  const own = Object.fromEntries(CHANNELS.map((name) => [name, strongest(profile, name)])) as Record<
    ChannelName,
    Channel | undefined
  >;
  const source = own.source ?? { state: "unobserved", reason: "source.unavailable" };
  const relation = relationOf(profile);
  const independent = source.state === "absent" && relation === "independent";
  const because = source.detail === undefined ? {} : { detail: source.detail };
  const fromSource = (reason: string): Channel => ({ state: "present", reason, ...because });
  return {
    data:
      relation === "data" && own.data?.state !== "present"
        ? fromSource("data.used-in-source")
        : (own.data ?? (independent ? { state: "absent", reason: "data.unused-in-source" } : UNSEEN.data)),
    control:
      relation === "guard" && own.control?.state !== "present"
        ? fromSource("control.guard-in-source")
        : (own.control ?? (independent ? { state: "absent", reason: "control.no-guard-in-source" } : UNSEEN.control)),
    order:
      relation === "ordered" && own.order?.state !== "present"
        ? fromSource("order.shared-state-in-source")
        : (own.order ?? UNSEEN.order),
    pace: own.pace ?? UNSEEN.pace,
    source,
  };
}

const UNSEEN = {
  data: { state: "unobserved", reason: "data.not-recorded" },
  control: { state: "unobserved", reason: "control.no-failure-seen" },
  order: { state: "unobserved", reason: "order.effect-unknown" },
  pace: { state: "unobserved", reason: "pace.not-recorded" },
} as const satisfies Record<string, Channel>;

const STRENGTH = { present: 3, unobserved: 2, absent: 1 } as const;

/** Present beats unobserved beats absent; of equals the one seen most often. A source that was missing for a while is weakest. */
function strongest(profile: PairProfile, name: ChannelName): Channel | undefined {
  let best: { channel: Channel; rank: number; count: number } | undefined;
  for (const [field, times] of profile) {
    if (times <= 0 || !field.startsWith(`${name}|`)) continue;
    const observation = observationOf(field);
    if (observation === undefined) continue;
    const { channel: _, ...channel } = observation;
    const rank = channel.reason === "source.unavailable" ? 0 : STRENGTH[channel.state];
    if (best === undefined || rank > best.rank || (rank === best.rank && times > best.count)) {
      best = { channel, rank, count: times };
    }
  }
  return best?.channel;
}

const RELATIONS = ["data", "guard", "ordered", "unknown", "parallel", "independent"] as const;

function relationOf(profile: PairProfile): (typeof RELATIONS)[number] | undefined {
  return RELATIONS.find((relation) => count(profile, `relation|${relation}`) > 0);
}

function count(profile: PairProfile, field: string): number {
  return profile.get(field) ?? 0;
}
