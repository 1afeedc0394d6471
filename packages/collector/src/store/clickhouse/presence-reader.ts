import type { Millis } from "../port.ts";
import type { Dimension, Kind } from "./dimension.ts";
import { daysOf } from "./fact-reader.ts";
import { layersOf } from "./layers.ts";
import { all, integer } from "./literal.ts";
import type { Marks } from "./marks.ts";
import type { Names } from "./names.ts";
import { type Place, sharded } from "./schema.ts";
import { scopeOf, type Wanted } from "./scope.ts";
import { sealsIn } from "./seals.ts";
import type { Server } from "./servers.ts";
import type { SettledHours } from "./settled-hours.ts";
import type { TimeRange } from "./time-range.ts";

export interface Seen {
  readonly requests: number;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
}

/** How often and when dimensions were seen, without distributions. */
export class PresenceReader {
  readonly #place: Place;
  readonly #names: Names;
  readonly #settled: SettledHours;

  constructor(place: Place, names: Names, settled: SettledHours) {
    this.#place = place;
    this.#names = names;
    this.#settled = settled;
  }

  async seen(
    server: Server,
    marks: Marks,
    kind: Kind,
    names: Wanted,
    range: TimeRange,
    options: { readonly withEmpty?: boolean } = {},
  ): Promise<readonly (readonly [Dimension, Seen])[]> {
    const days = daysOf(range, marks);
    const among = this.#names.among({ ...names, kinds: [kind], ...days });
    const [scope, hours] = await Promise.all([
      scopeOf(server, this.#names, { kind, names, days, prefersAll: true }),
      this.#hours(server, marks, all(`kind = ${kind}`, range.hours, among)),
    ]);
    const layers = layersOf(scope.dimensions.keys());
    const { sums, beside } =
      scope.among === undefined
        ? await this.#settled.read(server, marks, { kind, range, layers })
        : { sums: new Map(), beside: range.rows };
    const detail = `day >= ${integer(Number(marks.detailFrom))}`;
    const rows =
      beside === undefined ? [] : await this.#rows(server, all(`kind = ${kind}`, detail, beside, scope.among));
    const spans = new Map<string, Seen>();
    for (const [hex, one] of [...sums, ...rows, ...hours]) spans.set(hex, joined(spans.get(hex), one));
    return [...spans].flatMap(([hex, seen]) => {
      const dimension = scope.dimensions.get(hex);
      const isSeen = seen.requests > 0 || options.withEmpty === true;
      return dimension === undefined || !isSeen || !scope.wants(dimension) ? [] : [[dimension, seen] as const];
    });
  }

  async #rows(server: Server, condition: string): Promise<readonly SeenOf[]> {
    const rows = await server.rows<SeenRow>(
      `SELECT hex(dim), sum(toInt64(sign)), minIf(ts, sign = 1), maxIf(ts, sign = 1)
       FROM ${sharded(this.#place, "facts")} WHERE ${condition} GROUP BY dim`,
    );
    return rows.map(seenOf);
  }

  async #hours(server: Server, marks: Marks, condition: string): Promise<readonly SeenOf[]> {
    const seals = sealsIn(marks);
    if (seals === undefined) return [];
    const rows = await server.rows<SeenRow>(
      `SELECT hex(dim), sum(n), minIf(first, first > 0), max(last) FROM (
         SELECT dim, n, first, last FROM ${sharded(this.#place, "hours")} WHERE ${all(seals, condition)}
         LIMIT 1 BY dim, hour) GROUP BY dim`,
    );
    return rows.map(seenOf);
  }
}

type SeenRow = readonly [hex: string, requests: number, first: number, last: number];
type SeenOf = readonly [hex: string, seen: Seen];

function seenOf([hex, requests, first, last]: SeenRow): SeenOf {
  const [firstSeen, lastSeen] = [first > 0 ? first : Infinity, last > 0 ? last : -Infinity];
  return [hex, { requests, firstSeen, lastSeen }];
}

function joined(known: Seen | undefined, { requests, firstSeen, lastSeen }: Seen): Seen {
  if (known === undefined) return { requests, firstSeen, lastSeen };
  return {
    requests: known.requests + requests,
    firstSeen: Math.min(known.firstSeen, firstSeen),
    lastSeen: Math.max(known.lastSeen, lastSeen),
  };
}
