import { Readable } from "node:stream";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { codedError, mayPass } from "./database-error.ts";
import { type Field, tabSeparated } from "./tab-separated.ts";

/** Wide numbers come back as numbers: counts and times stay below 2^53. Keys are asked for by the thousand. */
const SETTINGS: ClickHouseSettings = { output_format_json_quote_64bit_integers: 0, max_query_size: "4194304" };
/** Newer servers may gather inserts of many into blocks of their own, which they would not know again. */
const GATHERS = "async_insert";
/** A question that takes longer is given up. Milliseconds. */
const QUESTION_MS = 60_000;

export type Cell = string | number | readonly string[] | readonly number[];

/** One server of the store. Every call is one statement. */
export class Server {
  readonly #client: ClickHouseClient;
  #gathers: boolean | undefined;
  /** What a replica is known to have caught up with since it was last turned to. */
  readonly caughtUp: Set<string> = new Set();

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async rows<Row extends readonly Cell[]>(query: string): Promise<readonly Row[]> {
    const answer = await this.#client.query({
      query,
      format: "JSONCompact",
      clickhouse_settings: SETTINGS,
      abort_signal: AbortSignal.timeout(QUESTION_MS),
    });
    return (await answer.json<Row>()).data;
  }

  /** The first column of the only row; 0 where there is none. */
  async number(query: string): Promise<number> {
    return (await this.rows<readonly [number]>(query))[0]?.[0] ?? 0;
  }

  /** All rows as one block: stored whole or not at all, and once however often it is sent to a replicated table. */
  async insert(table: string, columns: readonly string[], rows: readonly (readonly Field[])[]): Promise<void> {
    const [first, ...others] = columns;
    if (rows.length === 0 || first === undefined) return;
    this.#gathers ??= (await this.number(`SELECT count() FROM system.settings WHERE name = '${GATHERS}'`)) > 0;
    await this.#client.insert({
      table,
      columns: [first, ...others],
      format: "TabSeparated",
      values: Readable.from([Buffer.from(rows.map(tabSeparated).join(""))], { objectMode: false }),
      clickhouse_settings: {
        ...(table.endsWith("_all") ? { insert_distributed_sync: 1 } : {}),
        ...(this.#gathers ? { [GATHERS]: 0 } : {}),
      },
    });
  }

  async command(query: string, timeoutMs: number = QUESTION_MS): Promise<void> {
    await this.#client.command({ query, abort_signal: AbortSignal.timeout(timeoutMs) });
  }

  async answers(): Promise<boolean> {
    return (await this.#client.ping()).success;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

/** The servers of one store: one is turned to until it fails, then the next. */
export class Servers {
  readonly #all: readonly Server[];
  #current = 0;
  #turns = 0;

  constructor(clients: readonly ClickHouseClient[]) {
    if (clients.length === 0) throw new RangeError("a store needs a server");
    this.#all = clients.map((client) => new Server(client));
  }

  /** How often another server had to be turned to. */
  get turns(): number {
    return this.#turns;
  }

  /**
   * Does all of the work at one server, and all of it again at the next one when that server fails: work must not mind
   * being done twice. Throws coded errors.
   */
  async at<T>(work: (server: Server) => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      const index = this.#current;
      try {
        return await work(this.#server(index));
      } catch (error) {
        if (!mayPass(error) || tried >= this.#all.length) throw codedError(error);
        this.#turnFrom(index);
      }
    }
  }

  rows<Row extends readonly Cell[]>(query: string): Promise<readonly Row[]> {
    return this.at((server) => server.rows<Row>(query));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((server) => server.close()));
  }

  #server(index: number): Server {
    const server = this.#all[index];
    if (server === undefined) throw new RangeError(`there is no server ${index}`);
    return server;
  }

  #turnFrom(index: number): void {
    if (this.#current !== index) return;
    this.#current = (index + 1) % this.#all.length;
    this.#turns += 1;
    this.#server(this.#current).caughtUp.clear();
  }
}
