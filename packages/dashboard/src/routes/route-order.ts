import type { Search } from "../router/search.ts";

/** How the list of routes is ordered. */
export interface RouteOrder {
  /** What the API calls the order. */
  readonly name: string;
  readonly ascending: boolean;
}

const DEFAULT = "wait";

/** The order an address asks for: names from A, numbers from the worst, unless `dir` says otherwise. */
export function routeOrder({ sort = DEFAULT, dir }: Search): RouteOrder {
  return { name: sort, ascending: dir === undefined ? isAlphabetical(sort) : dir === "asc" };
}

/** For the API a leading minus turns an order round; its default needs no name. */
export function orderParam({ name, ascending }: RouteOrder): string | undefined {
  const turned = ascending !== isAlphabetical(name);
  if (turned) return `-${name}`;
  return name === DEFAULT ? undefined : name;
}

/** What the address says after somebody chose a column: another one starts as usual, the same one turns round. */
export function afterChoosing(name: string, now: RouteOrder): Search {
  const sort = name === DEFAULT ? "" : name;
  const turns = name === now.name && now.ascending === isAlphabetical(name);
  return { sort, dir: turns ? (now.ascending ? "desc" : "asc") : "" };
}

function isAlphabetical(name: string): boolean {
  return name === "name";
}
