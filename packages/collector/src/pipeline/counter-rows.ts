import type { PairProfile, PairSums } from "@weir/core";
import type { CounterRow } from "../store/port.ts";
import type { Counts } from "./rows.ts";

const HOUR_MS = 3_600_000;

/** Evidence of requests of one hour, route and version, before it is added up. */
interface Group {
  readonly first: Counts;
  readonly hour: number;
  readonly shapes: Map<string, number>;
  /** Requests that look alike share their sums: each is added up once, times how often it came. */
  readonly sums: Map<PairSums, number>;
}

/**
 * Evidence of many requests as rows, added up per hour: stores keep counters per hour, and most requests of a batch say
 * what others said before. What a correction takes back and adds again leaves no row.
 */
export function counterRows(counts: readonly Counts[]): CounterRow[] {
  const rows: CounterRow[] = [];
  for (const { first, hour, shapes, sums } of groupsOf(counts)) {
    const { service, env, version, routeKey } = first;
    const add = (kind: CounterRow["kind"], key: string, field: string, count: number): void => {
      if (count === 0) return;
      const sign = count < 0 ? -1 : 1;
      // Written out: there are many of these, and a spread costs several times as much.
      rows.push({ ts: hour, service, env, version, routeKey, sign, kind, key, field, count: Math.abs(count) });
    };
    for (const [shape, count] of shapes) add("shape", shape, "requests", count);
    for (const [key, fields] of addedUp(sums)) for (const [field, count] of fields) add("pair", key, field, count);
  }
  return rows;
}

function groupsOf(counts: readonly Counts[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const one of counts) {
    const { ts, service, env, version, routeKey, sign, shape, sums } = one;
    const hour = Math.floor(ts / HOUR_MS) * HOUR_MS;
    const id = [hour, service, env, version, routeKey].join("\u0000");
    let group = groups.get(id);
    if (group === undefined) {
      group = { first: one, hour, shapes: new Map(), sums: new Map() };
      groups.set(id, group);
    }
    group.shapes.set(shape, (group.shapes.get(shape) ?? 0) + sign);
    group.sums.set(sums, (group.sums.get(sums) ?? 0) + sign);
  }
  return groups.values();
}

function addedUp(sums: ReadonlyMap<PairSums, number>): Map<string, Map<string, number>> {
  const total = new Map<string, Map<string, number>>();
  for (const [pairs, times] of sums) {
    if (times === 0) continue;
    for (const [key, profile] of pairs) addTimes(fieldsOf(total, key), profile, times);
  }
  return total;
}

function fieldsOf(total: Map<string, Map<string, number>>, key: string): Map<string, number> {
  let fields = total.get(key);
  if (fields === undefined) {
    fields = new Map();
    total.set(key, fields);
  }
  return fields;
}

function addTimes(fields: Map<string, number>, profile: PairProfile, times: number): void {
  for (const [field, count] of profile) fields.set(field, (fields.get(field) ?? 0) + times * count);
}
