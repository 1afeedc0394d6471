import type { Dimension, Kind } from "./dimension.ts";
import type { NameFilter, Names } from "./names.ts";
import type { Server } from "./servers.ts";

/** Dimensions of a kind that are read together, wanted or not; beyond it, those that are wanted are read by themselves. */
const MOST_TOGETHER = 10_000;

export type Wanted = Omit<NameFilter, "kinds" | "from" | "to">;

/** Which rows a question reads, and what their dimensions are. */
export interface Scope {
  readonly dimensions: ReadonlyMap<string, Dimension>;
  /** Condition on `dim`; nothing when every dimension is read. */
  readonly among: string | undefined;
  readonly wants: (dimension: Dimension) => boolean;
}

export interface ScopeQuery {
  readonly kind: Kind;
  readonly names: Wanted;
  /** First and last day, `YYYYMMDD`. */
  readonly days: Pick<NameFilter, "from" | "to">;
  /** Sums of everything may be at hand: then that is less work than rows of a part. */
  readonly prefersAll: boolean;
}

/**
 * Rows of everything are read, and what is not wanted is left out here, unless one route or some keys are wanted, which
 * the server finds at once. Which dimensions a part means depends on names, which a replica may get after the rows; who
 * reads everything sees that a name is missing.
 */
export async function scopeOf(server: Server, names: Names, query: ScopeQuery): Promise<Scope> {
  const { kind, days, prefersAll } = query;
  const { routeKey, keys, ...parts } = query.names;
  const filter = { ...query.names, kinds: [kind], ...days };
  const among = names.among(filter);
  if (among === undefined || (prefersAll && routeKey === undefined && keys === undefined)) {
    const dimensions = await names.read(server, { kinds: [kind], ...days });
    const isFew = among === undefined || dimensions.size <= MOST_TOGETHER;
    if (isFew) return { dimensions, among: undefined, wants: (dimension) => fits(parts, dimension) };
  }
  return { dimensions: await names.read(server, filter), among, wants: () => true };
}

function fits({ method, service, env, version }: Omit<Wanted, "routeKey" | "keys">, dimension: Dimension): boolean {
  const isWanted = (wanted: string | undefined, own: string): boolean => wanted === undefined || wanted === own;
  return (
    isWanted(method, dimension.method) &&
    isWanted(service, dimension.service) &&
    isWanted(env, dimension.env) &&
    isWanted(version, dimension.version)
  );
}
