import { ceilTo, floorTo, HOUR_MS } from "../day.ts";
import { addCount, CounterSums } from "../counter-sums.ts";
import { matches } from "../match.ts";
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
      addCount(this.#at(floorTo(ts, HOUR_MS), counter).fields, field, sign * count);
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
    const sums = new CounterSums();
    for (const group of this.#groups.values()) {
      if (group.kind !== query.kind || group.hour < from || group.hour >= to) continue;
      if (!matches(query, group) || wanted?.has(group.key) === false) continue;
      sums.add(group, group.fields);
    }
    return sums.counted;
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
