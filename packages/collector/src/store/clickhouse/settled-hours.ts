import { Aggregate, type EncodedSums } from "../aggregate.ts";
import { DAY_MS, MINUTE_MS, startOfDay } from "../day.ts";
import { groupBy } from "../group-by.ts";
import type { Millis, Window } from "../port.ts";
import { Remembered } from "../remembered.ts";
import { mayPass } from "./database-error.ts";
import type { Kind } from "./dimension.ts";
import type { Layer } from "./layers.ts";
import { all, integer } from "./literal.ts";
import type { Marks } from "./marks.ts";
import { isNameless, sumHours } from "./row-sums.ts";
import type { Place } from "./schema.ts";
import type { Server } from "./servers.ts";
import { nameOf, SettledTable, type Stamped } from "./settled-table.ts";
import { hoursOf, keyOf, partsOf, type Stretch, stretchesOf, wholeHours } from "./stretch.ts";
import { readStamps, type StretchStamps } from "./stretch-stamps.ts";
import type { SumsByDimension } from "./sums-bytes.ts";
import { rowsIn, type TimeRange } from "./time-range.ts";

/** The sums of a window's hours that are over, and the rows that are not among them. */
export interface Settled {
  readonly sums: SumsByDimension;
  /** Condition; nothing when there are no others. */
  readonly beside: string | undefined;
}

export interface SettledQuery {
  readonly kind: Kind;
  readonly range: TimeRange;
  /** Every dimension of the kind. */
  readonly layers: readonly Layer[];
}

interface WithSums {
  readonly sums: SumsByDimension;
}

/** Windows over more days are asked for as they are. */
const MOST_DAYS = 100;
/** Sums of an hour and a dimension made from rows with one statement: some megabytes of an answer. */
const SUMS_AT_ONCE = 4_000;
/** An hour that has been over for so long is written down: most of what comes late has come. Milliseconds. */
const WRITTEN_AFTER_MS = 5 * MINUTE_MS;

/**
 * Sums of hours that are over, kept for as long as no batch came for them: the sum of a whole window in memory, those of
 * its stretches in a table, for the next window and the next collector. A stamp says of which batches they are made.
 * Where one replica of several may answer for a shard, a stamp and rows need not be of the same moment: then nothing is
 * kept.
 */
export class SettledHours {
  readonly #place: Place;
  readonly #keeps: boolean;
  readonly #clock: () => Millis;
  readonly #table: SettledTable;
  readonly #remembered = new Remembered();
  #unwritten = 0;

  constructor(place: Place, keeps: boolean, clock: () => Millis) {
    this.#place = place;
    this.#keeps = keeps;
    this.#clock = clock;
    this.#table = new SettledTable(place);
  }

  /** How often sums could not be written down: the server would not, or they are too large. */
  get unwritten(): number {
    return this.#unwritten + this.#table.tooLarge;
  }

  async read(server: Server, { detailFrom }: Marks, query: SettledQuery): Promise<Settled> {
    const { kind, range } = query;
    const kept = detailFrom === "" ? 0 : startOfDay(detailFrom);
    const hours = this.#keeps
      ? wholeHours({ from: Math.max(range.from, kept), to: range.to }, this.#clock())
      : undefined;
    if (hours === undefined) return { sums: new Map(), beside: range.rows };
    const stamps = await readStamps(server, this.#place, hours);
    const begin = Math.max(hours.from, stamps.begin ?? hours.to);
    if (hours.to - begin > MOST_DAYS * DAY_MS) return { sums: new Map(), beside: range.rows };
    const stretches = stretchesOf({ from: begin, to: hours.to }).flatMap((stretch) => stampedBy(stamps, stretch));
    const stamp = stretches.map((one) => one.stamp).join(", ");
    const key = `${kind} ${keyOf({ from: begin, to: hours.to })}`;
    const known = this.#remembered.get(key, stamp);
    const beside = rowsBeside(range, hours);
    if (known !== undefined) return { sums: known.value as SumsByDimension, beside };
    const { sums, isWhole } = await this.#add(server, query, stamps, stretches);
    if (isWhole) this.#remembered.keep(key, stamp, sums, sums.size);
    return { sums, beside };
  }

  /** `isWhole`: everything is of the batches that the stamps say, and has a name. */
  async #add(
    server: Server,
    query: SettledQuery,
    stamps: StretchStamps,
    stretches: readonly Stamped[],
  ): Promise<{ readonly sums: SumsByDimension; readonly isWhole: boolean }> {
    const days = groupBy(stretches, ({ stretch }) => stretch.day);
    const kept = await this.#table.list(server, query.kind, [...days.keys()]);
    const found: SumsByDimension[] = [];
    let isWhole = true;
    // Day by day, so that what was added up of one is written before the next is begun.
    for (const wanted of days.values()) {
      const day = await this.#addDay(server, query, stamps, kept, wanted);
      found.push(...day.sums);
      isWhole &&= day.isWhole;
    }
    return { sums: sumOf(found), isWhole };
  }

  async #addDay(
    server: Server,
    query: SettledQuery,
    stamps: StretchStamps,
    kept: ReadonlySet<string>,
    wanted: readonly Stamped[],
  ): Promise<{ readonly sums: readonly SumsByDimension[]; readonly isWhole: boolean }> {
    const { ready, missing, made } = planOf(wanted, stamps, kept);
    const found = new Map<string, SumsByDimension>();
    for (const [stretch, sums] of await this.#table.read(server, query.kind, ready)) found.set(keyOf(stretch), sums);
    // Another collector may have replaced one of them meanwhile.
    const gone = ready.filter(({ stretch }) => !found.has(keyOf(stretch)));
    const again = planOf(gone, stamps, new Set());
    missing.push(...again.missing);
    made.unshift(...again.made);
    const fresh = await this.#readHours(server, query, missing);
    for (const [stretch, sums] of fresh.sums) found.set(keyOf(stretch), sums);
    for (const { stretch } of made) {
      found.set(keyOf(stretch), sumOf(partsOf(stretch).flatMap((part) => found.get(keyOf(part)) ?? [])));
    }
    const changed = new Set(fresh.changed.map(keyOf));
    const isSettled = ({ stretch }: Stamped): boolean =>
      stretch.to + WRITTEN_AFTER_MS <= this.#clock() && !hoursOf(stretch).some((hour) => changed.has(keyOf(hour)));
    const settled = [...missing, ...made]
      .filter(isSettled)
      .map((one) => ({ ...one, sums: found.get(keyOf(one.stretch)) ?? new Map() }));
    await this.#write(server, query.kind, settled);
    return { sums: wanted.flatMap(({ stretch }) => found.get(keyOf(stretch)) ?? []), isWhole: changed.size === 0 };
  }

  /** A server that takes no rows at the moment still answers: what is not written is added up again the next time. */
  async #write(server: Server, kind: Kind, settled: readonly (Stamped & WithSums)[]): Promise<void> {
    try {
      await this.#table.write(server, kind, settled);
    } catch (error) {
      if (!mayPass(error)) throw error;
      this.#unwritten += 1;
    }
  }

  /** Hours of one day from their rows, and those for which a batch or a name came meanwhile or is still missing. */
  async #readHours(
    server: Server,
    { kind, layers }: SettledQuery,
    wanted: readonly Stamped[],
  ): Promise<{
    readonly sums: ReadonlyMap<Stretch, SumsByDimension>;
    readonly changed: readonly Stretch[];
  }> {
    const [first] = wanted;
    if (first === undefined) return { sums: new Map(), changed: [] };
    const { day } = first.stretch;
    const sums = new Map<Stretch, SumsByDimension>();
    const dimensions = layers.reduce((sum, { ids }) => sum + ids.size, 1);
    const atOnce = Math.max(1, Math.floor(SUMS_AT_ONCE / dimensions));
    for (let from = 0; from < wanted.length; from += atOnce) {
      const hours = wanted.slice(from, from + atOnce).map(({ stretch }) => stretch);
      const rows = all(
        `kind = ${kind}`,
        `day = ${integer(Number(day))}`,
        hours.map((hour) => `(${rowsIn(hour.from, hour.to)})`).join(" OR "),
      );
      const read = await sumHours(server, this.#place, layers, rows);
      for (const hour of hours) sums.set(hour, read.get(hour.from) ?? new Map());
    }
    const after = await readStamps(server, this.#place, first.stretch);
    const changed = wanted.filter(
      ({ stretch, stamp }) => after.of(stretch) !== stamp || [...(sums.get(stretch)?.keys() ?? [])].some(isNameless),
    );
    return { sums, changed: changed.map(({ stretch }) => stretch) };
  }
}

/** Rows of a window that lie outside of these hours of it. */
export function rowsBeside({ from, to }: TimeRange, hours: Window): string | undefined {
  const edges = [
    [from, hours.from],
    [hours.to, to],
  ] as const;
  const wanted = edges.flatMap(([start, end]) => (start < end ? [`(${rowsIn(start, end)})`] : []));
  return wanted.length === 0 ? undefined : wanted.join(" OR ");
}

/** The sum of sums, dimension by dimension. */
export function sumOf(all: readonly SumsByDimension[]): SumsByDimension {
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  const sums = new Map<string, Aggregate>();
  for (const one of all) {
    for (const [hex, sum] of one) {
      const known = sums.get(hex) ?? new Aggregate();
      sums.set(hex, known);
      known.add(sum);
    }
  }
  return new Map([...sums].map(([hex, sum]): readonly [string, EncodedSums] => [hex, sum.sums]));
}

function stampedBy(stamps: StretchStamps, stretch: Stretch): readonly Stamped[] {
  const stamp = stamps.of(stretch);
  return stamp === undefined ? [] : [{ stretch, stamp }];
}

interface Plan {
  /** Kept whole. */
  readonly ready: Stamped[];
  /** Hours to be read from rows. */
  readonly missing: Stamped[];
  /** To be made of their parts; shorter ones come before those they are part of. */
  readonly made: Stamped[];
}

/** The longest stretches that are kept, and hours where none is. */
function planOf(stretches: readonly Stamped[], stamps: StretchStamps, kept: ReadonlySet<string>): Plan {
  const plan: Plan = { ready: [], missing: [], made: [] };
  const cover = (one: Stamped): void => {
    const parts = partsOf(one.stretch);
    if (kept.has(nameOf(one))) plan.ready.push(one);
    else if (parts.length === 1) plan.missing.push(one);
    else {
      for (const part of parts.flatMap((stretch) => stampedBy(stamps, stretch))) cover(part);
      plan.made.push(one);
    }
  };
  for (const one of stretches) cover(one);
  return plan;
}
