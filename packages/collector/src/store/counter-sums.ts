import { byFields } from "./order.ts";
import type { CounterAggregate } from "./port.ts";

type Counted = Omit<CounterAggregate, "fields">;

/** Evidence counts added up per (app, route, version, key), in the order every adapter lists them. */
export class CounterSums {
  readonly #sums = new Map<string, Counted & { readonly fields: Map<string, number> }>();

  add({ service, env, routeKey, version, key }: Counted, fields: Iterable<readonly [field: string, n: number]>): void {
    const id = `${key}\n${version}\n${routeKey}\n${env}\n${service}`;
    let sum = this.#sums.get(id);
    if (sum === undefined) {
      sum = { service, env, routeKey, version, key, fields: new Map() };
      this.#sums.set(id, sum);
    }
    addCounts(sum.fields, fields);
  }

  /** Those of which something is left. */
  get counted(): readonly CounterAggregate[] {
    return [...this.#sums.values()].filter(({ fields }) => fields.size > 0).sort(byCounter);
  }
}

const byCounter = byFields<CounterAggregate>(
  ({ service }) => service,
  ({ env }) => env,
  ({ routeKey }) => routeKey,
  ({ version }) => version,
  ({ key }) => key,
);

/** A field whose counts take each other back is gone. */
export function addCount(sum: Map<string, number>, field: string, count: number): void {
  const total = (sum.get(field) ?? 0) + count;
  if (total === 0) sum.delete(field);
  else sum.set(field, total);
}

export function addCounts(sum: Map<string, number>, fields: Iterable<readonly [field: string, n: number]>): void {
  for (const [field, count] of fields) addCount(sum, field, count);
}
