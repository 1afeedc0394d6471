import { addTo, decodeSketch } from "@weir/core";
import type { Millis, RouteKey, Window } from "../port.ts";
import { KIND } from "./dimension.ts";
import { daysOf } from "./fact-reader.ts";
import { addSpan, emptySum, type Sum } from "./fact-sums.ts";
import { all, integer } from "./literal.ts";
import type { Marks } from "./marks.ts";
import type { Names } from "./names.ts";
import { type Place, sharded } from "./schema.ts";
import { sealsIn } from "./seals.ts";
import type { Server } from "./servers.ts";
import { rangeOf } from "./time-range.ts";

type Point = readonly [moment: Millis, sum: Sum];
/** What a bucket is of; the third is the most that could be saved. */
const DURATION = 0;
const SAVED_LOW = 1;

type BucketRow = readonly [moment: number, of: number, bucket: number, requests: number, errors: number];

/** One route over time. */
export class SeriesReader {
  readonly #place: Place;
  readonly #names: Names;

  constructor(place: Place, names: Names) {
    this.#place = place;
    this.#names = names;
  }

  /** Steps of days with detail and hours of earlier ones, in no order and not added up. */
  async points(
    server: Server,
    marks: Marks,
    query: RouteKey & Window & { readonly step: Millis },
  ): Promise<readonly Point[]> {
    const { service, env, routeKey, step } = query;
    const range = rangeOf(query);
    const among = this.#names.among({ kinds: [KIND.request], ...daysOf(range, marks), service, env, routeKey });
    const detail = `day >= ${integer(Number(marks.detailFrom))}`;
    const rows = all(`kind = ${KIND.request}`, detail, range.rows, among);
    const hours = all(`kind = ${KIND.request}`, range.hours, among);
    return [...(await this.#steps(server, rows, step)), ...(await this.#hours(server, marks, hours))];
  }

  /** Every row is read once, and stands for three: one for each of its distributions. */
  async #steps(server: Server, condition: string, step: Millis): Promise<readonly Point[]> {
    const rows = await server.rows<BucketRow>(
      `SELECT intDiv(ts, ${integer(step)}) * ${integer(step)} AS moment, w, b, sum(toInt64(sign)),
         sum(toInt64(sign) * err) FROM ${sharded(this.#place, "facts")}
       ARRAY JOIN [bitAnd(cell, 2047), toUInt64(low_b), toUInt64(high_b)] AS b, [0, 1, 2] AS w
       PREWHERE ${condition} GROUP BY moment, w, b`,
    );
    const sums = new Map<Millis, Sum>();
    for (const [moment, of, bucket, requests, errors] of rows) {
      const sum = sums.get(moment) ?? emptySum();
      sums.set(moment, sum);
      if (of === DURATION) addSpan(sum, requests, errors, 0, 0);
      addTo(of === DURATION ? sum.duration : of === SAVED_LOW ? sum.savedLow : sum.savedHigh, bucket, requests);
    }
    return [...sums];
  }

  async #hours(server: Server, marks: Marks, condition: string): Promise<readonly Point[]> {
    const seals = sealsIn(marks);
    if (seals === undefined) return [];
    const rows = await server.rows<readonly [number, number, number, string, string, string]>(
      `SELECT hour, n, errors, hex(duration), hex(saved_low), hex(saved_high)
       FROM ${sharded(this.#place, "hours")} WHERE ${all(seals, condition)} LIMIT 1 BY dim, hour`,
    );
    return rows.map(([hour, requests, errors, ...sketches]): Point => {
      const [duration, savedLow, savedHigh] = sketches.map((hex) => new Map(decodeSketch(Buffer.from(hex, "hex"))));
      const empty = emptySum();
      return [
        hour,
        {
          ...empty,
          requests,
          errors,
          duration: duration ?? empty.duration,
          savedLow: savedLow ?? empty.savedLow,
          savedHigh: savedHigh ?? empty.savedHigh,
        },
      ];
    });
  }
}
