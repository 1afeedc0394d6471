import type { Window } from "../port.ts";
import type { Kind } from "./dimension.ts";
import { all, integer, oneOf, text } from "./literal.ts";
import { type Place, shared } from "./schema.ts";
import type { Server } from "./servers.ts";
import { keyOf, type Stretch } from "./stretch.ts";
import { decodeSums, encodeSums, type SumsByDimension } from "./sums-bytes.ts";
import { hexOf } from "./tab-separated.ts";

/** A stretch as it was when its batches were these. */
export interface Stamped {
  readonly stretch: Stretch;
  readonly stamp: string;
}

const COLUMNS = ["day", "kind", "start", "end", "stamp", "sums"] as const;
/** Stretches asked for with one statement: some megabytes of a busy store's sums. */
const READ_AT_ONCE = 8;
/** Sums of a stretch that take more are not written down; they are added up anew where they are needed. */
export const MAX_SUMS_BYTES: number = 16 * 1024 * 1024;

/** Sums of stretches, each one row, kept for collectors that have not seen them. */
export class SettledTable {
  readonly #place: Place;
  #tooLarge = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  /** How often sums were not written because they are too large. */
  get tooLarge(): number {
    return this.#tooLarge;
  }

  /** Which stretches of these days are there. */
  async list(server: Server, kind: Kind, days: readonly string[]): Promise<ReadonlySet<string>> {
    if (days.length === 0) return new Set();
    const rows = await server.rows<readonly [number, number, string]>(
      `SELECT start, end, stamp FROM ${shared(this.#place, "settled")} WHERE ${all(`kind = ${kind}`, among(days))}`,
    );
    return new Set(rows.map(([from, to, stamp]) => nameOf({ stretch: { from, to }, stamp })));
  }

  async read(
    server: Server,
    kind: Kind,
    wanted: readonly Stamped[],
  ): Promise<readonly (readonly [Stretch, SumsByDimension])[]> {
    const found: (readonly [Stretch, SumsByDimension])[] = [];
    for (let from = 0; from < wanted.length; from += READ_AT_ONCE) {
      found.push(...(await this.#read(server, kind, wanted.slice(from, from + READ_AT_ONCE))));
    }
    return found;
  }

  /** Written again, a stretch replaces what there was of it, sooner or later. */
  async write(
    server: Server,
    kind: Kind,
    settled: readonly (Stamped & { readonly sums: SumsByDimension })[],
  ): Promise<void> {
    const rows = settled.flatMap(({ stretch, stamp, sums }) => {
      const bytes = encodeSums(sums);
      if (bytes.length <= MAX_SUMS_BYTES) {
        return [[Number(stretch.day), kind, stretch.from, stretch.to, stamp, hexOf(bytes)]];
      }
      this.#tooLarge += 1;
      return [];
    });
    await server.insert(shared(this.#place, "settled"), COLUMNS, rows);
  }

  async #read(
    server: Server,
    kind: Kind,
    wanted: readonly Stamped[],
  ): Promise<readonly (readonly [Stretch, SumsByDimension])[]> {
    const days = [...new Set(wanted.map(({ stretch }) => stretch.day))];
    const stamps = wanted.map(
      ({ stretch, stamp }) => `(${integer(stretch.from)}, ${integer(stretch.to)}, ${text(stamp)})`,
    );
    const rows = await server.rows<readonly [number, number, string]>(
      `SELECT start, end, hex(sums) FROM ${shared(this.#place, "settled")} WHERE ${all(
        `kind = ${kind}`,
        among(days),
        `(start, end, stamp) IN (${stamps.join(", ")})`,
      )} LIMIT 1 BY start, end`,
    );
    return rows.flatMap(([start, end, hex]) => {
      const stretch = wanted.find((one) => one.stretch.from === start && one.stretch.to === end)?.stretch;
      const sums = decodeSums(Buffer.from(hex, "hex"));
      return stretch === undefined || sums === undefined ? [] : [[stretch, sums] as const];
    });
  }
}

/** Tells what is kept of a stretch apart by its stamp. */
export function nameOf({ stretch, stamp }: { readonly stretch: Window; readonly stamp: string }): string {
  return `${keyOf(stretch)} ${stamp}`;
}

function among(days: readonly string[]): string {
  return oneOf(
    "day",
    days.map((day) => integer(Number(day))),
  );
}
