import type { Window } from "../port.ts";
import { dayOf, HOUR_MS, startOfDay } from "../day.ts";
import { KIND } from "./dimension.ts";
import { all } from "./literal.ts";
import { type Place, sharded } from "./schema.ts";
import type { Server } from "./servers.ts";
import type { Stretch } from "./stretch.ts";

/** Batches of one day that say the same hours. */
interface Batches {
  /** A bit for every hour they count something in; 0 when they do not say. */
  readonly hours: number;
  /** The sum of hashes of their ids, modulo 2^64. */
  readonly hashes: bigint;
  readonly count: number;
}

const MODULUS = 64;

/**
 * Which batches there are, as of one moment: the batches that have rows in a stretch, taken together, are its stamp. Rows
 * of a day are only ever added, so equal stamps are equal rows.
 */
export class StretchStamps {
  readonly #days: ReadonlyMap<string, readonly Batches[]>;

  constructor(days: ReadonlyMap<string, readonly Batches[]>) {
    this.#days = days;
  }

  /** The first moment of the first day of which there is anything. */
  get begin(): number | undefined {
    const [first] = [...this.#days.keys()].sort();
    return first === undefined ? undefined : startOfDay(first);
  }

  /** Nothing where no batch has rows in it. */
  of(stretch: Stretch): string | undefined {
    const own = (this.#days.get(stretch.day) ?? []).filter(
      ({ hours }) => hours === 0 || (hours & hourBits(stretch)) !== 0,
    );
    if (own.length === 0) return undefined;
    const hashes = own.reduce((sum, batches) => BigInt.asUintN(MODULUS, sum + batches.hashes), 0n);
    return `${hashes} ${own.reduce((sum, { count }) => sum + count, 0)}`;
  }
}

export async function readStamps(server: Server, place: Place, { from, to }: Window): Promise<StretchStamps> {
  const rows = await server.rows<readonly [number, number, string, number]>(
    `SELECT day, count, toString(sum(cityHash64(batch))), count() FROM ${sharded(place, "facts")}
     WHERE ${all(`kind = ${KIND.batch}`, `day >= ${dayOf(from)}`, `day <= ${dayOf(to - 1)}`)} GROUP BY day, count`,
  );
  const days = new Map<string, Batches[]>();
  for (const [number, hours, hashes, count] of rows) {
    const day = String(number);
    days.set(day, [...(days.get(day) ?? []), { hours, hashes: BigInt(hashes), count }]);
  }
  return new StretchStamps(days);
}

function hourBits({ from, to }: Stretch): number {
  let bits = 0;
  for (let at = from; at < to; at += HOUR_MS) bits |= 1 << new Date(at).getUTCHours();
  return bits;
}
