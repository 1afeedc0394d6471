import type { FindingStatus, Gain } from "../api/types.ts";
import { TIERS, type Tier } from "../evidence/verdict.ts";
import type { StateChange } from "./state-change.ts";

/** What is remembered of one finding in one environment, beyond what counts can say. */
export interface Life {
  readonly service: string;
  readonly env: string;
  readonly fingerprint: string;
  readonly status: FindingStatus;
  /** Sure enough and open: shown in lists, worth a message. */
  readonly listed: boolean;
  /** Of the last change. */
  readonly at: number;
  readonly version: string;
  /** Compared with to say that it got worse. */
  readonly reference?: Reference;
  readonly gain?: Gain;
  /** Who was told of what, newest last; at most `MAX_TOLD_KEPT`. */
  readonly told: readonly Told[];
  /** Rule -> since when its condition has held. */
  readonly holds: Readonly<Record<string, number>>;
}

export interface Reference {
  readonly at: number;
  readonly savedLow: number;
  readonly requestsPerMinute: number;
  readonly tier: Tier;
}

export interface Told {
  /** Of the state change. */
  readonly id: string;
  readonly receiver: string;
  readonly rule: string;
  readonly at: number;
  /** What was told does not hold any more, and that was told too where it had to be. */
  readonly closed?: true;
}

/** Remembered so that nobody is told the same of the same version twice. */
export const MAX_TOLD_KEPT = 60;

/** What counts, evidence and people say of a finding now. */
export interface Observed {
  readonly service: string;
  readonly env: string;
  readonly fingerprint: string;
  readonly status: FindingStatus;
  readonly tier: Tier;
  /** Status and tier make it one that lists show. */
  readonly listed: boolean;
  /** Evidence took the claim back. */
  readonly withdrawn: boolean;
  /** That the status is about: where it appeared, was gone, or came back. */
  readonly version: string;
  readonly savedLow: number;
  readonly requestsPerMinute: number;
  /** Set when a person decided: who and why. */
  readonly decision?: { readonly by: string; readonly reason: string };
}

export interface LifePolicy {
  /** A saving or a rate so many times the one known before is an escalation. */
  readonly worseBy: number;
  /** After so long the first measure of a finding is one to compare with. Milliseconds. */
  readonly settleMs: number;
  /** So long a finding counts as escalating. Milliseconds. */
  readonly escalatingForMs: number;
}

export const LIFE_POLICY: LifePolicy = { worseBy: 1.5, settleMs: 3_600_000, escalatingForMs: 7 * 86_400_000 };

const OPEN: ReadonlySet<FindingStatus> = new Set(["new", "open", "ongoing", "escalating", "regressed"]);
const DECIDED: ReadonlySet<FindingStatus> = new Set(["accepted", "snoozed", "not-a-waterfall"]);

export function isOpen(status: FindingStatus): boolean {
  return OPEN.has(status);
}

export interface LifeStep {
  readonly life: Life;
  readonly change?: Pick<StateChange, "cause" | "from" | "to" | "by" | "reason" | "version" | "withdrawn">;
}

/** The next state of a finding's life, and what there is to tell of the step. Equal input, equal answer. */
export function nextLife(before: Life | undefined, observed: Observed, at: number, policy: LifePolicy): LifeStep {
  const status = statusAfter(before, observed, at, policy);
  const { service, env, fingerprint, version } = observed;
  const listed = observed.listed && isOpen(status);
  const same = before !== undefined && before.status === status && before.listed === listed;
  const reference = referenceAfter(before, observed, status, at, policy);
  const life: Life = {
    service,
    env,
    fingerprint,
    status,
    listed,
    at: same ? before.at : at,
    version: same ? before.version : version,
    ...(reference === undefined ? {} : { reference }),
    ...(before?.gain === undefined ? {} : { gain: before.gain }),
    told: before?.told ?? [],
    holds: before?.holds ?? {},
  };
  if (same) return { life };
  const step = { from: before?.status ?? "candidate", to: status, version } as const;
  const by = observed.decision?.by ?? "weir";
  return { life, change: { ...step, by, ...tellingOf(before, life, observed) } };
}

function statusAfter(before: Life | undefined, observed: Observed, at: number, policy: LifePolicy): FindingStatus {
  const { status } = observed;
  if (!isOpen(status) || before === undefined) return status;
  // A deploy announced again comes last in the order: what counts call new there was fixed before.
  if (before.status === "resolved" || (before.status === "regressed" && status !== "open")) return "regressed";
  if (before.status === "escalating" && at - before.at < policy.escalatingForMs) return "escalating";
  return isWorse(before.reference, observed, policy) ? "escalating" : status;
}

function isWorse(reference: Reference | undefined, observed: Observed, { worseBy }: LifePolicy): boolean {
  if (reference === undefined) return false;
  return (
    observed.savedLow >= reference.savedLow * worseBy ||
    observed.requestsPerMinute >= reference.requestsPerMinute * worseBy ||
    TIERS.indexOf(observed.tier) < TIERS.indexOf(reference.tier)
  );
}

function referenceAfter(
  before: Life | undefined,
  observed: Observed,
  status: FindingStatus,
  at: number,
  policy: LifePolicy,
): Reference | undefined {
  if (!isOpen(status)) return undefined;
  const { savedLow, requestsPerMinute, tier } = observed;
  const measured = { at, savedLow, requestsPerMinute, tier };
  const escalated = status === "escalating" && before?.status !== "escalating";
  if (escalated) return measured;
  if (before?.reference !== undefined) return before.reference;
  return before !== undefined && isOpen(before.status) && at - before.at >= policy.settleMs ? measured : undefined;
}

function tellingOf(
  before: Life | undefined,
  life: Life,
  observed: Observed,
): Pick<StateChange, "cause" | "reason" | "withdrawn"> {
  if (DECIDED.has(life.status)) return { reason: observed.decision?.reason ?? "" };
  if (life.status === "resolved") return { cause: "finding.resolved", reason: "life.resolved" };
  if (before?.listed === true && observed.withdrawn) {
    return { cause: "finding.resolved", reason: "life.withdrawn", withdrawn: true };
  }
  if (!life.listed) return { reason: `life.${life.status}` };
  if (life.status === "regressed") {
    return before?.status === "regressed"
      ? { reason: "life.regressed" }
      : { cause: "finding.regressed", reason: "life.regressed" };
  }
  if (life.status === "escalating") return { cause: "finding.escalated", reason: "life.escalating" };
  const known = before !== undefined && (before.listed || before.status === "stale" || DECIDED.has(before.status));
  return known ? { reason: `life.${life.status}` } : { cause: "finding.opened", reason: "life.new" };
}
