import type { PageName } from "./route-table.ts";

/**
 * Search parameters that are state. Those in `SCOPE` stay when the reader goes to another page;
 * the others belong to the pages named.
 */
const SCOPE = ["svc", "env", "ver", "range", "from", "to"] as const;
const OVERRIDES = ["lang", "theme", "embed", "sample"] as const;

const OWN: Readonly<Record<string, readonly PageName[]>> = {
  method: ["routes"],
  show: ["routes"],
  sort: ["routes", "findings"],
  dir: ["routes", "findings"],
  table: ["routes", "findings", "trace"],
  q: ["routes", "findings", "trace"],
  tab: ["findings"],
  kind: ["findings"],
  tier: ["routes", "findings"],
  status: ["findings"],
  verdict: ["route", "trace"],
  finding: ["trace"],
  sel: ["finding", "trace"],
  mode: ["finding", "trace"],
  z: ["finding", "trace"],
  trace: ["finding"],
  do: ["finding"],
  base: ["deploys"],
  head: ["deploys"],
};

export type Search = Readonly<Record<string, string>>;

/** What of `search` is state of `page`; unknown and empty parameters are left out. */
export function searchOf(page: PageName, search: URLSearchParams): Search {
  const known: Record<string, string> = {};
  for (const [name, value] of search) {
    if (value !== "" && belongsTo(page, name)) known[name] = value;
  }
  return known;
}

/** The parameters that go along to another page. */
export function scopeOf(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => isScope(name)));
}

/** `?env=staging&range=7d` in a fixed order, so one state has one address; empty when there is nothing to say. */
export function searchText(search: Search): string {
  const order = [...SCOPE, ...Object.keys(OWN), ...OVERRIDES];
  const entries = Object.entries(search).filter(([, value]) => value !== "");
  if (entries.length === 0) return "";
  const place = (name: string): number => order.findIndex((known) => known === name);
  entries.sort(([left], [right]) => place(left) - place(right));
  return `?${new URLSearchParams(entries).toString()}`;
}

function isScope(name: string): boolean {
  return [...SCOPE, ...OVERRIDES].some((known) => known === name);
}

function belongsTo(page: PageName, name: string): boolean {
  return isScope(name) || (Object.hasOwn(OWN, name) && OWN[name]?.includes(page) === true);
}
