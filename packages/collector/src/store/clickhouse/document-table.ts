import { byFields } from "../order.ts";
import type { App, Document, DocumentKind } from "../port.ts";
import { KIND } from "./dimension.ts";
import { all, integer, oneOf, text } from "./literal.ts";
import type { Marks } from "./marks.ts";
import { type Place, shared } from "./schema.ts";
import type { Server } from "./servers.ts";

const COLUMNS = ["day", "kind", "key", "service", "env", "route_key", "version", "ts", "body"] as const;
const NEWEST = "ts DESC, version DESC, body DESC";
/** Keys asked for in one statement. */
const KEYS_AT_ONCE = 1_000;

type DocumentRow = readonly [DocumentKind, string, string, string, string, string, number, string];

/** What keys stand for. A document put again is the same document, so nothing has to be counted. */
export class DocumentTable {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  async put(server: Server, day: string, documents: readonly Document[]): Promise<void> {
    await server.insert(
      this.#table,
      COLUMNS,
      documents.map(({ kind, key, service, env, routeKey, version, ts, body }) => [
        Number(day),
        kind,
        key,
        service,
        env,
        routeKey,
        version,
        ts,
        body,
      ]),
    );
  }

  async read(
    server: Server,
    marks: Marks,
    kind: DocumentKind,
    keys: readonly string[],
    app: App | undefined,
  ): Promise<readonly Document[]> {
    const found: Document[] = [];
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
      const condition = all(
        `kind = ${text(kind)}`,
        oneOf("key", keys.slice(from, from + KEYS_AT_ONCE).map(text)),
        `day >= ${integer(Number(marks.from))}`,
        app === undefined ? undefined : `service = ${text(app.service)} AND env = ${text(app.env)}`,
      );
      const rows = await server.rows<DocumentRow>(
        `SELECT kind, key, service, env, route_key, version, ts, body FROM ${this.#table} WHERE ${condition}
         ORDER BY key, ${NEWEST} LIMIT 1 BY key`,
      );
      for (const [of, key, service, env, routeKey, version, ts, body] of rows) {
        found.push({ kind: of, key, service, env, routeKey, version, ts, body });
      }
    }
    return found.sort(byFields(({ key }) => key));
  }

  /** Takes the documents of days about to go along to `day`, where something is still counted that they describe. */
  async carryOver(server: Server, day: string): Promise<void> {
    const kinds = `multiIf(kind = ${KIND.hit}, 'finding', kind = ${KIND.pair}, 'pair', 'shape')`;
    const counted = `SELECT ${kinds}, key FROM ${shared(this.#place, "names")}
      WHERE day >= ${integer(Number(day))} AND kind IN (${KIND.hit}, ${KIND.pair}, ${KIND.shape})`;
    await server.command(
      `INSERT INTO ${this.#table} (${COLUMNS.join(", ")})
       SELECT toUInt32(${integer(Number(day))}), kind, key, service, env, route_key, version, ts, body FROM ${this.#table}
       WHERE day < ${integer(Number(day))} AND (kind, key) IN (${counted})
       ORDER BY kind, key, service, env, ${NEWEST} LIMIT 1 BY kind, key, service, env`,
    );
  }

  get #table(): string {
    return shared(this.#place, "documents");
  }
}
