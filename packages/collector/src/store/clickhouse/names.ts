import { all, integer, oneOf, text } from "./literal.ts";
import { type Dimension, dimensionText, type DimensionId, idOf, type Kind } from "./dimension.ts";
import { type Place, shared } from "./schema.ts";
import type { Server } from "./servers.ts";

/** Names this process has written already, per day. Beyond it they are written again, which changes nothing. */
export const MAX_KNOWN_NAMES = 200_000;
/** Ids of dimensions, which are hashes of their texts. */
const MAX_CACHED_IDS = 50_000;

const COLUMNS = ["day", "kind", "id", "service", "env", "route_key", "version", "method", "route", "key"] as const;

export interface NameFilter {
  readonly kinds: readonly Kind[];
  /** First and last day, `YYYYMMDD`. */
  readonly from: string;
  readonly to: string;
  readonly service?: string | undefined;
  readonly env?: string | undefined;
  readonly routeKey?: string | undefined;
  readonly version?: string | undefined;
  readonly method?: string | undefined;
  readonly keys?: readonly string[] | undefined;
}

/** What the ids in `facts` stand for. Names are written before the rows that need them; one nobody needs does no harm. */
export class Names {
  readonly #place: Place;
  readonly #known = new Set<string>();
  readonly #ids = new Map<string, DimensionId>();

  constructor(place: Place) {
    this.#place = place;
  }

  id(dimension: Dimension): DimensionId {
    const content = dimensionText(dimension);
    const cached = this.#ids.get(content);
    if (cached !== undefined) return cached;
    const id = idOf(content);
    if (this.#ids.size >= MAX_CACHED_IDS) this.#ids.clear();
    this.#ids.set(content, id);
    return id;
  }

  async write(server: Server, day: string, dimensions: Iterable<Dimension>): Promise<void> {
    const fresh = new Map<string, Dimension>();
    for (const dimension of dimensions) {
      const known = `${day}${this.id(dimension).hex}`;
      if (!this.#known.has(known)) fresh.set(known, dimension);
    }
    await server.insert(
      shared(this.#place, "names"),
      COLUMNS,
      [...fresh.values()].map((one) => [
        Number(day),
        one.kind,
        this.id(one),
        one.service,
        one.env,
        one.routeKey,
        one.version,
        one.method,
        one.route,
        one.key,
      ]),
    );
    if (this.#known.size + fresh.size > MAX_KNOWN_NAMES) this.#known.clear();
    for (const known of fresh.keys()) this.#known.add(known);
  }

  async read(server: Server, filter: NameFilter): Promise<ReadonlyMap<string, Dimension>> {
    const rows = await server.rows<readonly [string, Kind, string, string, string, string, string, string, string]>(
      `SELECT DISTINCT hex(id), kind, service, env, route_key, version, method, route, key
       FROM ${shared(this.#place, "names")} WHERE ${nameCondition(filter)}`,
    );
    return new Map(
      rows.map(([hex, kind, service, env, routeKey, version, method, route, key]) => [
        hex,
        { kind, service, env, routeKey, version, method, route, key },
      ]),
    );
  }

  /** Condition on a table's `dim`; nothing when every dimension of the days is meant. */
  among(filter: NameFilter): string | undefined {
    const { service, env, routeKey, version, method, keys } = filter;
    if ([service, env, routeKey, version, method, keys].every((field) => field === undefined)) return undefined;
    return `dim IN (SELECT id FROM ${shared(this.#place, "names")} WHERE ${nameCondition(filter)})`;
  }
}

function nameCondition({ kinds, from, to, service, env, routeKey, version, method, keys }: NameFilter): string {
  const equal = (column: string, value: string | undefined): string | undefined =>
    value === undefined ? undefined : `${column} = ${text(value)}`;
  return all(
    oneOf("kind", kinds.map(integer)),
    `day >= ${integer(Number(from))} AND day <= ${integer(Number(to))}`,
    equal("service", service),
    equal("env", env),
    equal("route_key", routeKey),
    equal("version", version),
    equal("method", method),
    keys === undefined ? undefined : oneOf("key", keys.map(text)),
  );
}
