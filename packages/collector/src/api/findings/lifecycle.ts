import { type FindingStatus, isWorthwhile, type Sketch, stretchesOf, type Tier } from "@weir/core";
import type { FindingPresence, FindingState, RoutePresence, VersionAggregate } from "../../store/port.ts";
import type { FindingPolicy } from "./policy.ts";

/** Everything that decides about the status of one finding in one app. */
export interface Lifecycle {
  readonly now: number;
  readonly env: string;
  readonly tier: Tier;
  readonly state: FindingState | undefined;
  /** Where and in which versions it was ever seen. */
  readonly seen: readonly FindingPresence[];
  /** Requests of the routes it was seen on, per version. */
  readonly traffic: readonly RoutePresence[];
  /** Versions of the app, oldest deploy first. */
  readonly versions: readonly VersionAggregate[];
  readonly savedLow: Sketch;
  readonly duration: Sketch;
  /** Milliseconds of user wait per minute that could go. */
  readonly waitPerMinute: number;
}

/** Status from what people decided, how often it was seen, and what newer versions show. */
export function statusOf(life: Lifecycle, policy: FindingPolicy): FindingStatus {
  return decidedByPeople(life) ?? (isCandidate(life, policy) ? "candidate" : observed(life, policy));
}

function decidedByPeople(life: Lifecycle): FindingStatus | undefined {
  const { state } = life;
  if (state === undefined || isOver(state, life)) return undefined;
  switch (state.status) {
    case "accepted":
    case "snoozed":
    case "not-a-waterfall":
      return state.status;
    default:
      return undefined;
  }
}

/** A snooze ends at its time, with the next deploy, or when the wait grew beyond what was accepted. */
function isOver({ until, untilDeployAfter, untilWaitAbove }: FindingState, life: Lifecycle): boolean {
  const { now, versions, waitPerMinute } = life;
  const newest = versions.findLast(({ requests }) => requests > 0)?.version;
  return (
    (until !== undefined && until <= now) ||
    (untilDeployAfter !== undefined && newest !== untilDeployAfter) ||
    (untilWaitAbove !== undefined && waitPerMinute > untilWaitAbove)
  );
}

function isCandidate({ seen, tier, env, savedLow, duration }: Lifecycle, policy: FindingPolicy): boolean {
  const development = env === "development" && tier === "proven";
  const own = policy.minRequestsOn?.(seen.map(({ routeKey }) => routeKey));
  const needed = development ? policy.minRequestsInDevelopment : (own ?? policy.minRequests);
  return sum(seen) < needed || !isWorthwhile(savedLow, duration);
}

function observed(life: Lifecycle, policy: FindingPolicy): FindingStatus {
  const { now, seen, traffic, state } = life;
  const stretches = stretchesOf(life.versions, seen, traffic, policy).map(({ kind }) => kind);
  if (stretches.at(-1) === "absent") return "resolved";
  const lastRequest = Math.max(...traffic.map(({ lastSeen }) => lastSeen), ...seen.map(({ lastSeen }) => lastSeen));
  if (now - lastRequest >= policy.staleAfterMs) return "stale";
  if (stretches.includes("absent") && stretches.at(-1) === "back") return "regressed";
  if (state?.status === "open") return "open";
  const firstSeen = Math.min(...seen.map((presence) => presence.firstSeen));
  return now - firstSeen < policy.newForMs ? "new" : "ongoing";
}

function sum(presences: readonly { readonly requests: number }[]): number {
  return presences.reduce((total, { requests }) => total + requests, 0);
}
