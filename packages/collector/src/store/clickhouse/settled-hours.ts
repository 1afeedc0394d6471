import { decodeSketch, encodeSketch, type Sketch } from "@weir/core";
import { DAY_MS, ceilTo, dayOf, floorTo, HOUR_MS, startOfDay } from "../day.ts";
import type { Millis, Window } from "../port.ts";
import { Remembered } from "../remembered.ts";
import { KIND, type Kind } from "./dimension.ts";
import { all, integer, oneOf } from "./literal.ts";
import type { Marks } from "./marks.ts";
import { type Place, sharded } from "./schema.ts";
import type { Server } from "./servers.ts";
import { rowsIn, type TimeRange } from "./time-range.ts";

/** Whole hours of one UTC day that are over. */
export interface Stretch extends Window {
  readonly day: string;
}

/** Counts and distributions of one dimension. */
export interface Counts {
  readonly requests: number;
  readonly errors: number;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
  readonly duration: Sketch;
  readonly savedLow: Sketch;
  readonly savedHigh: Sketch;
}

type Distributions = "duration" | "savedLow" | "savedHigh";
type Encoded = Omit<Counts, Distributions> & Readonly<Record<Distributions, Uint8Array>>;

/** Fewer hours are asked for as they are. */
const LEAST_MS = 2 * HOUR_MS;
/** Windows over more days are asked for as they are. */
const MOST_DAYS = 100;

/**
 * Sums of hours that are over, remembered for as long as no batch came for them. Every batch says which hours it has
 * rows of; the batches of a stretch, taken together, are its stamp. Where one replica of several may answer for a shard,
 * a stamp and sums need not be of the same rows: then nothing is remembered.
 */
export class SettledHours {
  readonly #place: Place;
  readonly #remembers: boolean;
  readonly #clock: () => Millis;
  readonly #remembered = new Remembered();

  constructor(place: Place, remembers: boolean, clock: () => Millis) {
    this.#place = place;
    this.#remembers = remembers;
    this.#clock = clock;
  }

  /** The stretches of a window, one per day with detail and adjoining. */
  stretches({ from, to }: TimeRange, { detailFrom }: Marks): readonly Stretch[] {
    const kept = detailFrom === "" ? 0 : startOfDay(detailFrom);
    const first = ceilTo(Math.max(from, kept), HOUR_MS);
    const end = floorTo(Math.min(to, this.#clock()), HOUR_MS);
    if (!this.#remembers || end - first < LEAST_MS || end - first > MOST_DAYS * DAY_MS) return [];
    const stretches: Stretch[] = [];
    for (let at = first; at < end; at = floorTo(at, DAY_MS) + DAY_MS) {
      stretches.push({ day: dayOf(at), from: at, to: Math.min(end, floorTo(at, DAY_MS) + DAY_MS) });
    }
    return stretches;
  }

  /** Which batches have rows of each stretch, by day. */
  async stamps(server: Server, stretches: readonly Stretch[]): Promise<ReadonlyMap<string, string>> {
    const hours = stretches.map((stretch) => `day = ${integer(Number(stretch.day))}, ${integer(bitsOf(stretch))}`);
    const rows = await server.rows<readonly [number, string, number]>(
      `SELECT day, toString(sum(cityHash64(batch))), count() FROM ${sharded(this.#place, "facts")}
       WHERE kind = ${KIND.batch} AND ${oneOf(
         "day",
         stretches.map(({ day }) => integer(Number(day))),
       )}
       AND (count = 0 OR bitAnd(count, toInt64(multiIf(${hours.join(", ")}, 0))) != 0) GROUP BY day`,
    );
    return new Map(rows.map(([day, batches, count]) => [String(day), `${batches} ${count}`]));
  }

  get(kind: Kind, stretch: Stretch, stamp: string | undefined): readonly (readonly [string, Counts])[] | undefined {
    if (stamp === undefined) return [];
    const known = this.#remembered.get(keyOf(kind, stretch), stamp)?.value as
      | readonly (readonly [string, Encoded])[]
      | undefined;
    return known?.map(([hex, counts]) => [hex, decoded(counts)]);
  }

  keep(kind: Kind, stretch: Stretch, stamp: string, sums: ReadonlyMap<string, Counts>): void {
    const encoded = [...sums].map(([hex, counts]) => [hex, encodedOf(counts)] as const);
    this.#remembered.keep(keyOf(kind, stretch), stamp, encoded, encoded.length);
  }
}

/** Rows of a window that lie in none of its stretches. */
export function rowsBeside({ from, to, rows }: TimeRange, stretches: readonly Stretch[]): string | undefined {
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (first === undefined || last === undefined) return rows;
  const edges = [
    [from, first.from],
    [last.to, to],
  ] as const;
  const wanted = edges.flatMap(([start, end]) => (start < end ? [`(${rowsIn(start, end)})`] : []));
  return wanted.length === 0 ? undefined : wanted.join(" OR ");
}

/** Rows of a stretch. */
export function rowsOf({ day, from, to }: Stretch): string {
  return all(`day = ${integer(Number(day))}`, `ts >= ${integer(from)} AND ts < ${integer(to)}`);
}

function keyOf(kind: Kind, { from, to }: Stretch): string {
  return `${kind} ${from} ${to}`;
}

/** A bit for every hour. */
function bitsOf({ from, to }: Stretch): number {
  let bits = 0;
  for (let at = from; at < to; at += HOUR_MS) bits |= 1 << new Date(at).getUTCHours();
  return bits;
}

function encodedOf({ duration, savedLow, savedHigh, ...counts }: Counts): Encoded {
  const [d, l, h] = [encodeSketch(duration), encodeSketch(savedLow), encodeSketch(savedHigh)];
  return { ...counts, duration: d, savedLow: l, savedHigh: h };
}

function decoded({ duration, savedLow, savedHigh, ...counts }: Encoded): Counts {
  const [d, l, h] = [decodeSketch(duration), decodeSketch(savedLow), decodeSketch(savedHigh)];
  return { ...counts, duration: d, savedLow: l, savedHigh: h };
}
