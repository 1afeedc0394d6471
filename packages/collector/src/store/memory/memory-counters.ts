import { ceilTo, floorTo, HOUR_MS } from "../day.ts";
import { matches } from "../match.ts";
import { byFields } from "../order.ts";
import type { CounterAggregate, CounterQuery, CounterRow, Millis } from "../port.ts";

type Counter = Omit<CounterRow, "ts" | "sign" | "field" | "count">;

interface HourOfCounter extends Counter {
  readonly hour: Millis;
  readonly fields: Map<string, number>;
}

/** Evidence counters per hour; above `bound` groups the oldest hours go first and are counted. */
export class MemoryCounters {
  readonly #bound: number;
  #groups = new Map<string, HourOfCounter>();
  #dropped = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  get dropped(): number {
    return this.#dropped;
  }

  add(rows: readonly CounterRow[]): void {
    for (const { ts, sign, field, count, ...counter } of rows) {
      const fields = this.#at(floorTo(ts, HOUR_MS), counter).fields;
      addField(fields, field, sign * count);
    }
    if (this.#groups.size > this.#bound) this.#dropOldest();
  }

  /** Keys of this kind that are still counted. */
  has(kind: string, key: string): boolean {
    return [...this.#groups.values()].some((group) => group.kind === kind && group.key === key);
  }

  read(query: CounterQuery): readonly CounterAggregate[] {
    const from = floorTo(query.from, HOUR_MS);
    const to = ceilTo(query.to, HOUR_MS);
    const wanted = query.keys === undefined ? undefined : new Set(query.keys);
    const sums = new Map<string, Counter & { readonly fields: Map<string, number> }>();
    for (const group of this.#groups.values()) {
      if (group.kind !== query.kind || group.hour < from || group.hour >= to) continue;
      if (!matches(query, group) || wanted?.has(group.key) === false) continue;
      const key = JSON.stringify([group.service, group.env, group.routeKey, group.version, group.key]);
      const sum = sums.get(key) ?? { ...group, fields: new Map<string, number>() };
      sums.set(key, sum);
      for (const [field, count] of group.fields) addField(sum.fields, field, count);
    }
    return [...sums.values()]
      .filter(({ fields }) => fields.size > 0)
      .map(({ service, env, routeKey, version, key, fields }) => ({ service, env, routeKey, version, key, fields }))
      .sort(
        byFields(
          (row) => row.service,
          (row) => row.env,
          (row) => row.routeKey,
          (row) => row.version,
          (row) => row.key,
        ),
      );
  }

  dropBefore(at: Millis): void {
    for (const [key, { hour }] of this.#groups) if (hour < at) this.#groups.delete(key);
  }

  #at(hour: Millis, counter: Counter): HourOfCounter {
    const { service, env, routeKey, version, kind, key } = counter;
    const id = JSON.stringify([hour, service, env, routeKey, version, kind, key]);
    const known = this.#groups.get(id);
    if (known !== undefined) return known;
    const group: HourOfCounter = { ...counter, hour, fields: new Map() };
    this.#groups.set(id, group);
    return group;
  }

  #dropOldest(): void {
    const target = Math.floor(this.#bound * 0.875);
    const oldestFirst = [...this.#groups].sort(([, a], [, b]) => a.hour - b.hour);
    const over = oldestFirst.length - target;
    for (const [key] of oldestFirst.slice(0, over)) this.#groups.delete(key);
    this.#dropped += over;
  }
}

function addField(fields: Map<string, number>, field: string, count: number): void {
  const sum = (fields.get(field) ?? 0) + count;
  if (sum === 0) fields.delete(field);
  else fields.set(field, sum);
}
