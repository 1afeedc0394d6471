import { addTo, bucketOf, type Micros, quantile, type SketchBuilder } from "@weir/core";
import { dayOf } from "../day.ts";
import type { Millis, RequestRow, RouteKey } from "../port.ts";

/** Durations per UTC day, route and version: what a day's median exemplar is chosen by. */
export class MemoryMedians {
  readonly #durations = new Map<string, SketchBuilder>();

  add({ ts, version, duration, sign, ...route }: RequestRow): void {
    const key = keyOf(ts, route, version);
    const sum: SketchBuilder = this.#durations.get(key) ?? new Map();
    this.#durations.set(key, sum);
    addTo(sum, bucketOf(duration), sign);
  }

  /** Of the day `at` lies in; 0 where nothing was added. */
  median(at: Millis, route: RouteKey, version: string): Micros {
    return quantile(this.#durations.get(keyOf(at, route, version)) ?? new Map(), 0.5);
  }

  /** Lets go whole days before `day`. */
  dropBefore(day: string): void {
    for (const key of this.#durations.keys()) if (key < day) this.#durations.delete(key);
  }
}

function keyOf(at: Millis, { service, env, routeKey }: RouteKey, version: string): string {
  return `${dayOf(at)} ${JSON.stringify([service, env, routeKey, version])}`;
}
