import {
  countOf,
  isWorthwhile,
  mergeSketches,
  quantile,
  type Route,
  type Sketch,
  type Tier,
  TIERS,
  waitPerMinute,
} from "@weir/core";
import type { RouteAggregate, Window } from "../../store/port.ts";
import type { AssembledFinding } from "../findings/assemble.ts";
import { isListed } from "../findings/listed.ts";
import type { FindingPolicy } from "../findings/policy.ts";
import { ms, rounded } from "../iso.ts";
import { savedOf } from "../saved.ts";
import { observedMinutes } from "../window.ts";

const NO_SAVING: Route["saved"] = { p50: { low: 0, high: 0 }, p95: { low: 0, high: 0 }, share: 0 };

interface Gain {
  readonly savedLow: Sketch;
  readonly savedHigh: Sketch;
  readonly tier: Tier;
}

/** What a list is sorted by, and what the rest of a route is made of when its row is shown. */
export interface RankedRoute {
  readonly aggregate: RouteAggregate;
  readonly listed: readonly AssembledFinding[];
  readonly candidates: number;
  readonly notWorthIt: number;
  readonly requestsPerMinute: number;
  readonly waitPerMinute: number;
  readonly gain: Gain | undefined;
}

/** Counts what matters most on a route; `findings` are those of its app that were seen on it. */
export function rankRoute(
  aggregate: RouteAggregate,
  findings: readonly AssembledFinding[],
  window: Window,
  now: number,
  policy: FindingPolicy,
): RankedRoute {
  const listed = findings.filter((finding) => isListed(finding, policy));
  const waiting = findings.filter(({ status, tier }) => status === "candidate" && policy.openTiers.includes(tier));
  const notWorthIt = waiting.filter(isTooShort).length;
  const requestsPerMinute = aggregate.requests / observedMinutes(window, aggregate.firstSeen, now);
  const gain = gainOf(aggregate, listed, findings.length);
  return {
    aggregate,
    listed,
    candidates: waiting.length - notWorthIt,
    notWorthIt,
    requestsPerMinute: rounded(requestsPerMinute),
    waitPerMinute: gain === undefined ? 0 : rounded(waitPerMinute({ ...gain, requestsPerMinute })),
    gain,
  };
}

export function describeRoute(ranked: RankedRoute): Route {
  const { aggregate, listed, candidates, notWorthIt, requestsPerMinute, gain } = ranked;
  const { routeKey, service, env, method, route, requests, duration } = aggregate;
  const since = oldest(listed)?.first.version ?? "";
  return {
    key: routeKey,
    service,
    env,
    method,
    route,
    requests,
    requestsPerMinute,
    p50: ms(quantile(duration, 0.5)),
    p95: ms(quantile(duration, 0.95)),
    findings: listed.length,
    waitPerMinute: ranked.waitPerMinute,
    saved: savedOfRoute(aggregate, gain),
    ...(candidates === 0 ? {} : { candidates }),
    ...(notWorthIt === 0 ? {} : { notWorthIt }),
    ...(since === "" ? {} : { since }),
  };
}

export function savedOfRoute({ duration }: RouteAggregate, gain: Gain | undefined): Route["saved"] {
  return gain === undefined ? NO_SAVING : savedOf({ ...gain, duration });
}

/** More requests would not make a finding of it. */
function isTooShort({ savedLow, duration }: AssembledFinding): boolean {
  return !isWorthwhile(savedLow, duration);
}

/**
 * What all listed findings together would give back. Each request was replayed without all its fixes at once; that joint
 * saving counts when every one of them is still listed. Otherwise the biggest listed one alone is a safe lower bound,
 * since savings of several fixes never add up to less.
 */
function gainOf(aggregate: RouteAggregate, listed: readonly AssembledFinding[], all: number): Gain | undefined {
  if (listed.length === 0) return undefined;
  const tier = TIERS[Math.max(...listed.map((finding) => TIERS.indexOf(finding.tier)))] ?? "unknown";
  if (listed.length === all) return { savedLow: aggregate.savedLow, savedHigh: aggregate.savedHigh, tier };
  const gains = listed.map((finding) => ownGain(aggregate, finding));
  return gains.reduce((a, b) => (waitOf(b) > waitOf(a) ? b : a));
}

/** One finding's savings over all requests of the route: nothing in those that did not show it. */
function ownGain({ routeKey, requests }: RouteAggregate, { facts, tier }: AssembledFinding): Gain {
  const rows = facts.rows.filter((row) => row.routeKey === routeKey);
  const seen = rows.reduce((sum, row) => sum + row.requests, 0);
  const rest: Sketch = new Map([[0, Math.max(0, requests - seen)]]);
  return {
    savedLow: mergeSketches([...rows.map(({ savedLow }) => savedLow), rest]),
    savedHigh: mergeSketches([...rows.map(({ savedHigh }) => savedHigh), rest]),
    tier,
  };
}

function waitOf({ savedLow, tier }: Gain): number {
  return waitPerMinute({ savedLow, tier, requestsPerMinute: Math.max(1, countOf(savedLow)) });
}

function oldest(findings: readonly AssembledFinding[]): AssembledFinding | undefined {
  return findings.toSorted((a, b) => a.first.firstSeen - b.first.firstSeen)[0];
}
