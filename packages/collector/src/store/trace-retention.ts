import type { Micros } from "@weir/core";
import { groupBy } from "./group-by.ts";
import { byFields, compareText } from "./order.ts";
import type { Exemplar, FindingState } from "./port.ts";

/** Traces kept per (app, route, UTC day) for what they are: best, median, worst, newest of each version. */
export const MAX_VERSION_TRACES = 24;
/** Traces kept per (app, route, UTC day) in all, with those that findings link to. */
export const MAX_TRACES_PER_ROUTE = 64;
/** Per finding and route: the one it would save most, and the newest. */
const TRACES_PER_FINDING = 2;
/** Traces that outlive their day because a finding links to them. */
export const MAX_PINNED_TRACES = 2_000;

export interface Kept {
  readonly kept: ReadonlySet<Exemplar>;
  /** Traces that had a reason to stay but met a bound. */
  readonly overBound: number;
}

/**
 * Which traces of one route and day stay. The choice depends only on the set of traces, the medians and the findings
 * that are settled, so every adapter keeps the same ones.
 */
export function tracesToKeep(
  traces: readonly Exemplar[],
  median: (version: string) => Micros,
  settled: ReadonlySet<string>,
): Kept {
  const roles = byVersion(traces).flatMap((group) => versionRoles(group, median));
  const pins = findingPins(traces, settled);
  const kept = new Set([...new Set(roles)].slice(0, MAX_VERSION_TRACES));
  for (const pin of pins) if (kept.size < MAX_TRACES_PER_ROUTE) kept.add(pin);
  return { kept, overBound: new Set([...roles, ...pins]).size - kept.size };
}

/** Which traces of a day about to go stay because a finding that is not settled links to them. */
export function tracesToPin(traces: readonly Exemplar[], settled: ReadonlySet<string>): Kept {
  const pins = new Set(findingPins(traces, settled));
  const kept = new Set([...pins].slice(0, MAX_PINNED_TRACES));
  return { kept, overBound: pins.size - kept.size };
}

/** Findings a person has put away: nothing of theirs is held back from retention. */
export function settledFindings(states: Iterable<FindingState>): ReadonlySet<string> {
  const settled = new Set<string>();
  for (const { fingerprint, status } of states) {
    if (status === "accepted" || status === "not-a-waterfall") settled.add(fingerprint);
  }
  return settled;
}

/** Newest version first. */
function byVersion(traces: readonly Exemplar[]): readonly (readonly Exemplar[])[] {
  const groups = groupBy(traces, ({ version }) => version);
  const newest = (group: readonly Exemplar[]) => Math.max(...group.map(({ ts }) => ts));
  return [...groups.values()].sort(
    (a, b) => newest(b) - newest(a) || compareText(a[0]?.version ?? "", b[0]?.version ?? ""),
  );
}

function versionRoles(group: readonly Exemplar[], median: (version: string) => Micros): readonly Exemplar[] {
  const middle = median(group[0]?.version ?? "");
  return [
    ...first(group, ({ ts }) => -ts),
    ...first(group, ({ duration }) => -duration),
    ...first(group, ({ duration }) => Math.abs(duration - middle)),
    ...first(group, ({ duration }) => duration),
  ];
}

/** Newest findings first; each with the trace it would save most in and its newest. */
function findingPins(traces: readonly Exemplar[], settled: ReadonlySet<string>): readonly Exemplar[] {
  const byFinding = new Map<string, Exemplar[]>();
  for (const trace of traces) {
    for (const fingerprint of trace.fingerprints) {
      if (settled.has(fingerprint)) continue;
      const list = byFinding.get(fingerprint);
      if (list === undefined) byFinding.set(fingerprint, [trace]);
      else list.push(trace);
    }
  }
  return [...byFinding.entries()]
    .map(([fingerprint, group]) => ({
      fingerprint,
      newest: Math.max(...group.map(({ ts }) => ts)),
      pins: [...first(group, ({ ts }) => -ts), ...first(group, ({ saved }) => -saved)].slice(0, TRACES_PER_FINDING),
    }))
    .sort((a, b) => b.newest - a.newest || compareText(a.fingerprint, b.fingerprint))
    .flatMap(({ pins }) => pins);
}

/** The one trace with the smallest value, ties by time and ids; empty for no traces. */
function first(group: readonly Exemplar[], value: (trace: Exemplar) => number): readonly Exemplar[] {
  const order = byFields<Exemplar>(
    value,
    (trace) => trace.ts,
    (trace) => trace.traceId,
    (trace) => trace.spanId,
  );
  return group.toSorted(order).slice(0, 1);
}
