import type { Millis } from "../port.ts";
import { catchUp, catchUpOnce } from "./catch-up.ts";
import { type Place, shared } from "./schema.ts";
import type { Server } from "./servers.ts";
import type { Field } from "./tab-separated.ts";

/** One of the store's small documents, as it is put. */
export interface StateRow {
  readonly space: string;
  readonly key: string;
  readonly at: Millis;
  readonly due?: Millis | undefined;
  readonly scope: string;
  readonly body: string;
  /** Put to say that there is nothing under this key any more. */
  readonly gone?: boolean;
}

/** The same with its place in the order of puts. */
export interface WrittenRow extends StateRow {
  readonly seq: number;
  readonly writer: string;
}

interface FencedRow extends WrittenRow {
  readonly fence: string;
}

/** Rows that everybody reads, whoever holds what. */
export const UNFENCED = "";
/** Where rows of the leases themselves lie. */
export const CLAIM = "lease/claim";
export const GRANT = "lease/grant";

const COLUMNS = ["fence", "space", "key", "seq", "writer", "at", "due", "has_due", "scope", "body", "gone"] as const;

/**
 * Appends documents and reads the newest of each. Every put is one block, hence seen whole or not at all. Versions are
 * numbers that grow with everything a writer has seen (Lamport's clock), never times.
 */
export class StateLog {
  readonly #place: Place;
  readonly #writer: string;
  #last = 0;

  constructor(place: Place, writer: string) {
    this.#place = place;
    this.#writer = writer;
  }

  get table(): string {
    return shared(this.#place, "state");
  }

  /** Gives rows their places, after everything this server knows of. */
  async place(server: Server, rows: readonly StateRow[]): Promise<readonly WrittenRow[]> {
    await this.catchUpOnce(server);
    const seen = await server.number(`SELECT max(seq) FROM ${this.table}`);
    this.#last = Math.max(this.#last, seen);
    return rows.map((row) => ({ ...row, seq: (this.#last += 1), writer: this.#writer }));
  }

  async append(server: Server, fence: string, rows: readonly WrittenRow[]): Promise<void> {
    await server.insert(
      this.table,
      COLUMNS,
      rows.map((row) => fieldsOf(fence, row)),
    );
  }

  async put(server: Server, fence: string, rows: readonly StateRow[]): Promise<void> {
    await this.append(server, fence, await this.place(server, rows));
  }

  /** The newest row of each key among those that meet a condition, those that are gone too. */
  select(server: Server, condition: string): Promise<readonly WrittenRow[]> {
    return this.#select(server, condition, "space, key");
  }

  /** The same, and under which fence; a key under two fences comes twice. */
  selectPerFence(server: Server, condition: string): Promise<readonly FencedRow[]> {
    return this.#select(server, condition, "fence, space, key");
  }

  async #select(server: Server, condition: string, key: string): Promise<readonly FencedRow[]> {
    const rows = await server.rows<
      readonly [string, string, string, number, string, number, number, number, string, string, number]
    >(
      `SELECT fence, space, key, seq, writer, at, due, has_due, scope, body, gone FROM ${this.table}
       WHERE ${condition} ORDER BY ${key}, seq DESC, writer DESC LIMIT 1 BY ${key}`,
    );
    return rows.map(([fence, space, of, seq, writer, at, due, hasDue, scope, body, gone]) => ({
      fence,
      space,
      key: of,
      seq,
      writer,
      at,
      scope,
      body,
      gone: gone === 1,
      ...(hasDue === 1 ? { due } : {}),
    }));
  }

  /**
   * Waits until a replica has everything that was written anywhere before now. Whoever wrote through this server and
   * then caught up here has seen every write that came before its own. Throws `WEIR_STORE_BEHIND`.
   */
  async catchUp(server: Server): Promise<void> {
    await catchUp(server, this.#place, this.table);
  }

  /** Catches up with a server that was just turned to. */
  async catchUpOnce(server: Server): Promise<void> {
    await catchUpOnce(server, this.#place, this.table);
  }
}

function fieldsOf(fence: string, row: WrittenRow): readonly Field[] {
  const { space, key, seq, writer, at, due, scope, body, gone = false } = row;
  return [fence, space, key, seq, writer, at, due ?? 0, due === undefined ? 0 : 1, scope, body, gone ? 1 : 0];
}
