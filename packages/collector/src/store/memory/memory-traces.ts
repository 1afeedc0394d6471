import type { Micros } from "@weir/core";
import { dayOf } from "../day.ts";
import { toExemplar } from "../exemplar.ts";
import { groupBy } from "../group-by.ts";
import { matches } from "../match.ts";
import { byFields, byNewest, byTime } from "../order.ts";
import type { Exemplar, ExemplarQuery, StoredTrace } from "../port.ts";
import { tracesToKeep, tracesToPin } from "../trace-retention.ts";

/** Whole traces per UTC day, and the pinned ones of days whose detail was dropped. */
export class MemoryTraces {
  readonly #days = new Map<string, Map<string, StoredTrace>>();
  readonly #pinned = new Map<string, StoredTrace>();
  #dropped = 0;

  get dropped(): number {
    return this.#dropped;
  }

  /** Adds traces of one day; `median` is the day's median duration of a route and version. */
  add(
    day: string,
    traces: readonly StoredTrace[],
    median: (like: StoredTrace, version: string) => Micros,
    settled: ReadonlySet<string>,
  ): void {
    const kept = this.#days.get(day) ?? new Map<string, StoredTrace>();
    this.#days.set(day, kept);
    for (const trace of traces) kept.set(idOf(trace), trace);
    const touched = new Map(traces.map((trace) => [routeOf(trace), trace]));
    for (const [route, like] of touched) {
      const exemplars = new Map(
        [...kept.values()].filter((trace) => routeOf(trace) === route).map((trace) => [toExemplar(trace), idOf(trace)]),
      );
      const choice = tracesToKeep([...exemplars.keys()], (version) => median(like, version), settled);
      this.#dropped += choice.overBound;
      for (const [exemplar, id] of exemplars) if (!choice.kept.has(exemplar)) kept.delete(id);
    }
  }

  dropDetailBefore(day: string, settled: ReadonlySet<string>): void {
    const candidates = new Map<Exemplar, StoredTrace>();
    for (const trace of this.#pinned.values()) candidates.set(toExemplar(trace), trace);
    for (const [name, traces] of [...this.#days].sort(byFields(([name]) => name))) {
      if (name >= day) continue;
      for (const trace of traces.values()) candidates.set(toExemplar(trace), trace);
      this.#days.delete(name);
    }
    const choice = tracesToPin([...candidates.keys()], settled);
    this.#dropped += choice.overBound;
    this.#pinned.clear();
    for (const [exemplar, trace] of candidates) if (choice.kept.has(exemplar)) this.#pinned.set(idOf(trace), trace);
  }

  exemplars(query: ExemplarQuery): readonly Exemplar[] {
    const found = this.#all().filter(
      (trace) =>
        trace.ts >= query.from &&
        trace.ts < query.to &&
        matches(query, trace) &&
        (query.fingerprint === undefined || trace.fingerprints.includes(query.fingerprint)),
    );
    return found.map(toExemplar).sort(byNewest);
  }

  trace(traceId: string): readonly StoredTrace[] {
    return this.#all()
      .filter((trace) => trace.traceId === traceId)
      .sort(byTime);
  }

  #all(): StoredTrace[] {
    return [this.#pinned, ...this.#days.values()].flatMap((traces) => [...traces.values()]);
  }
}

function idOf({ traceId, spanId }: StoredTrace): string {
  return `${traceId}/${spanId}`;
}

function routeOf({ service, env, routeKey }: StoredTrace): string {
  return JSON.stringify([service, env, routeKey]);
}

export function inDays<Row extends { readonly ts: number }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  return groupBy(rows, ({ ts }) => dayOf(ts));
}
