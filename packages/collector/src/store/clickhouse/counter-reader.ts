import { CounterSums } from "../counter-sums.ts";
import { HOUR_MS } from "../day.ts";
import { groupBy } from "../group-by.ts";
import type { CounterAggregate, CounterQuery } from "../port.ts";
import { KIND } from "./dimension.ts";
import { daysOf } from "./fact-reader.ts";
import { all, integer } from "./literal.ts";
import type { Marks } from "./marks.ts";
import type { Names } from "./names.ts";
import { type Place, sharded } from "./schema.ts";
import { sealsIn } from "./seals.ts";
import type { Server } from "./servers.ts";
import { rangeOf } from "./time-range.ts";

type CountRow = readonly [hex: string, field: string, count: number];

/** Adds up evidence counters, whole hours of them. */
export class CounterReader {
  readonly #place: Place;
  readonly #names: Names;

  constructor(place: Place, names: Names) {
    this.#place = place;
    this.#names = names;
  }

  async read(server: Server, marks: Marks, query: CounterQuery): Promise<readonly CounterAggregate[]> {
    const { service, env, routeKey, version, keys } = query;
    const kind = KIND[query.kind];
    const range = rangeOf(query, HOUR_MS);
    const filter = { kinds: [kind], ...daysOf(range, marks), service, env, routeKey, version, keys };
    const among = this.#names.among(filter);
    const detail = `day >= ${integer(Number(marks.detailFrom))}`;
    const [dimensions, rows, hours] = await Promise.all([
      this.#names.read(server, filter),
      server.rows<CountRow>(
        `SELECT hex(dim), field, sum(count) FROM ${sharded(this.#place, "facts")}
         WHERE ${all(`kind = ${kind}`, detail, range.rows, among)} GROUP BY dim, field`,
      ),
      this.#hours(server, marks, all(`kind = ${kind}`, range.hours, among)),
    ]);
    const sums = new CounterSums();
    for (const [hex, counts] of groupBy([...rows, ...hours], ([of]) => of)) {
      const dimension = dimensions.get(hex);
      if (dimension === undefined) continue;
      sums.add(
        dimension,
        counts.map(([, field, count]) => [field, count]),
      );
    }
    return sums.counted;
  }

  async #hours(server: Server, marks: Marks, condition: string): Promise<readonly CountRow[]> {
    const seals = sealsIn(marks);
    if (seals === undefined) return [];
    return server.rows<CountRow>(
      `SELECT hex(dim), field, sum(count) FROM (
         SELECT dim, field, count FROM ${sharded(this.#place, "hours")} WHERE ${all(seals, condition)}
         LIMIT 1 BY dim, hour, field) GROUP BY dim, field`,
    );
  }
}
