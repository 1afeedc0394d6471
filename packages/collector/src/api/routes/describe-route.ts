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

/** A route with its numbers; `findings` are those of its app that were seen on it. */
export function describeRoute(
  aggregate: RouteAggregate,
  findings: readonly AssembledFinding[],
  window: Window,
  now: number,
  policy: FindingPolicy,
): Route {
  const { routeKey, service, env, method, route, requests, duration, firstSeen } = aggregate;
  const listed = findings.filter(({ finding }) => isListed(finding, policy));
  const waiting = findings.filter(
    ({ finding }) => finding.status === "candidate" && policy.openTiers.includes(finding.tier),
  );
  const notWorthIt = waiting.filter(isTooShort).length;
  const candidates = waiting.length - notWorthIt;
  const requestsPerMinute = requests / observedMinutes(window, firstSeen, now);
  const gain = gainOf(aggregate, listed, findings.length);
  const since = oldest(listed)?.version;
  return {
    key: routeKey,
    service,
    env,
    method,
    route,
    requests,
    requestsPerMinute: rounded(requestsPerMinute),
    p50: ms(quantile(duration, 0.5)),
    p95: ms(quantile(duration, 0.95)),
    findings: listed.length,
    waitPerMinute: gain === undefined ? 0 : rounded(waitPerMinute({ ...gain, requestsPerMinute })),
    saved: gain === undefined ? NO_SAVING : savedOf({ ...gain, duration }),
    ...(candidates === 0 ? {} : { candidates }),
    ...(notWorthIt === 0 ? {} : { notWorthIt }),
    ...(since === undefined ? {} : { since }),
  };
}

/** More requests would not make a finding of it. */
function isTooShort({ facts, savedLow }: AssembledFinding): boolean {
  return !isWorthwhile(savedLow, mergeSketches(facts.rows.map(({ duration }) => duration)));
}

/**
 * What all listed findings together would give back. Each request was replayed without all its fixes at once; that joint
 * saving counts when every one of them is still listed. Otherwise the biggest listed one alone is a safe lower bound,
 * since savings of several fixes never add up to less.
 */
function gainOf(aggregate: RouteAggregate, listed: readonly AssembledFinding[], all: number): Gain | undefined {
  if (listed.length === 0) return undefined;
  const tier = TIERS[Math.max(...listed.map(({ finding }) => TIERS.indexOf(finding.tier)))] ?? "unknown";
  if (listed.length === all) return { savedLow: aggregate.savedLow, savedHigh: aggregate.savedHigh, tier };
  const gains = listed.map((finding) => ownGain(aggregate, finding));
  return gains.reduce((a, b) => (waitOf(b) > waitOf(a) ? b : a));
}

/** One finding's savings over all requests of the route: nothing in those that did not show it. */
function ownGain({ routeKey, requests }: RouteAggregate, { facts, finding }: AssembledFinding): Gain {
  const rows = facts.rows.filter((row) => row.routeKey === routeKey);
  const seen = rows.reduce((sum, row) => sum + row.requests, 0);
  const rest: Sketch = new Map([[0, Math.max(0, requests - seen)]]);
  return {
    savedLow: mergeSketches([...rows.map(({ savedLow }) => savedLow), rest]),
    savedHigh: mergeSketches([...rows.map(({ savedHigh }) => savedHigh), rest]),
    tier: finding.tier,
  };
}

function waitOf({ savedLow, tier }: Gain): number {
  return waitPerMinute({ savedLow, tier, requestsPerMinute: Math.max(1, countOf(savedLow)) });
}

function oldest(findings: readonly AssembledFinding[]): AssembledFinding["finding"] | undefined {
  return findings.map(({ finding }) => finding).sort((a, b) => Date.parse(a.firstSeen) - Date.parse(b.firstSeen))[0];
}
