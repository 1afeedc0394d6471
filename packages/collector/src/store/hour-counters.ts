import { addCount } from "./counter-sums.ts";
import { floorTo, HOUR_MS } from "./day.ts";
import type { CounterRow, Millis, RouteKey } from "./port.ts";

/** Evidence of one key in one hour. */
export interface HourCounter extends RouteKey {
  readonly hour: Millis;
  readonly version: string;
  readonly kind: CounterRow["kind"];
  readonly key: string;
  readonly fields: Map<string, number>;
  /** How many counter rows went into it. */
  readonly rows: number;
}

/** A request brings dozens of counter rows, most of them for keys just seen: added up before they travel. */
export function hourCounters(rows: readonly CounterRow[]): readonly HourCounter[] {
  const groups = new Map<string, HourCounter & { rows: number }>();
  for (const { ts, sign, field, count, service, env, routeKey, version, kind, key } of rows) {
    const hour = floorTo(ts, HOUR_MS);
    const id = `${hour}\n${kind}\n${key}\n${version}\n${routeKey}\n${env}\n${service}`;
    let group = groups.get(id);
    if (group === undefined) {
      group = { hour, service, env, routeKey, version, kind, key, fields: new Map(), rows: 0 };
      groups.set(id, group);
    }
    group.rows += 1;
    addCount(group.fields, field, sign * count);
  }
  return [...groups.values()];
}
