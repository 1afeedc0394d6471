import type { Millis } from "../port.ts";
import type { Dimension, Kind } from "./dimension.ts";
import { daysOf } from "./fact-reader.ts";
import { addSpan } from "./fact-sums.ts";
import { all, integer } from "./literal.ts";
import type { Marks } from "./marks.ts";
import type { NameFilter, Names } from "./names.ts";
import { type Place, sharded } from "./schema.ts";
import { sealsIn } from "./seals.ts";
import type { Server } from "./servers.ts";
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

  constructor(place: Place, names: Names) {
    this.#place = place;
    this.#names = names;
  }

  async seen(
    server: Server,
    marks: Marks,
    kind: Kind,
    names: Omit<NameFilter, "kinds" | "from" | "to">,
    range: TimeRange,
    options: { readonly withEmpty?: boolean } = {},
  ): Promise<readonly (readonly [Dimension, Seen])[]> {
    const filter = { ...names, kinds: [kind], ...daysOf(range, marks) };
    const among = this.#names.among(filter);
    const [dimensions, rows, hours] = await Promise.all([
      this.#names.read(server, filter),
      this.#rows(server, all(`kind = ${kind}`, `day >= ${integer(Number(marks.detailFrom))}`, range.rows, among)),
      this.#hours(server, marks, all(`kind = ${kind}`, range.hours, among)),
    ]);
    const sums = new Map<string, Seen & { requests: number; errors: number; firstSeen: number; lastSeen: number }>();
    for (const [hex, requests, first, last] of [...rows, ...hours]) {
      const sum = sums.get(hex) ?? { requests: 0, errors: 0, firstSeen: Infinity, lastSeen: -Infinity };
      addSpan(sum, requests, 0, first, last);
      sums.set(hex, sum);
    }
    return [...sums].flatMap(([hex, { requests, firstSeen, lastSeen }]) => {
      const dimension = dimensions.get(hex);
      const isSeen = requests > 0 || options.withEmpty === true;
      return dimension === undefined || !isSeen ? [] : [[dimension, { requests, firstSeen, lastSeen }] as const];
    });
  }

  #rows(server: Server, condition: string): Promise<readonly SeenRow[]> {
    return server.rows<SeenRow>(
      `SELECT hex(dim), sum(toInt64(sign)), minIf(ts, sign = 1), maxIf(ts, sign = 1)
       FROM ${sharded(this.#place, "facts")} WHERE ${condition} GROUP BY dim`,
    );
  }

  async #hours(server: Server, marks: Marks, condition: string): Promise<readonly SeenRow[]> {
    const seals = sealsIn(marks);
    if (seals === undefined) return [];
    return server.rows<SeenRow>(
      `SELECT hex(dim), sum(n), minIf(first, first > 0), max(last) FROM (
         SELECT dim, n, first, last FROM ${sharded(this.#place, "hours")} WHERE ${all(seals, condition)}
         LIMIT 1 BY dim, hour) GROUP BY dim`,
    );
  }
}

type SeenRow = readonly [hex: string, requests: number, first: number, last: number];
