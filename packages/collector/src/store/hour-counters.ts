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
  const groups = new Map<string, Growing>();
  let last: Growing | undefined;
  for (const row of rows) {
    // The fields of one key stand behind one another.
    if (last === undefined || !isOf(row, last)) last = groupOf(groups, row);
    last.rows += 1;
    addCount(last.fields, row.field, row.sign * row.count);
  }
  return [...groups.values()];
}

type Growing = HourCounter & { rows: number };

function groupOf(
  groups: Map<string, Growing>,
  { ts, service, env, routeKey, version, kind, key }: CounterRow,
): Growing {
  const hour = floorTo(ts, HOUR_MS);
  const id = `${hour}\n${kind}\n${key}\n${version}\n${routeKey}\n${env}\n${service}`;
  let group = groups.get(id);
  if (group === undefined) {
    group = { hour, service, env, routeKey, version, kind, key, fields: new Map(), rows: 0 };
    groups.set(id, group);
  }
  return group;
}

function isOf(row: CounterRow, group: HourCounter): boolean {
  return (
    row.key === group.key &&
    row.kind === group.kind &&
    row.routeKey === group.routeKey &&
    row.version === group.version &&
    row.env === group.env &&
    row.service === group.service &&
    floorTo(row.ts, HOUR_MS) === group.hour
  );
}
