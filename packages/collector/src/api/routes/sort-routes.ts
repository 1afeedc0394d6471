import type { Route } from "@weir/core";
import { compareText } from "../../store/order.ts";
import type { SortKey } from "../page.ts";

/** Orders of the route list: numbers worst first, names alphabetical; a leading minus turns the order round. */
const ROUTE_SORTS = [
  "wait",
  "waitPerMinute",
  "requests",
  "requestsPerMinute",
  "p50",
  "p95",
  "findings",
  "saved",
  "share",
  "name",
] as const;

type RouteSort = (typeof ROUTE_SORTS)[number];
export type SignedSort = RouteSort | `-${RouteSort}`;

export const SIGNED_SORTS: readonly [SignedSort, ...SignedSort[]] = [
  "wait",
  ...ROUTE_SORTS.slice(1),
  ...ROUTE_SORTS.map((sort): SignedSort => `-${sort}`),
];

/** The wait decides among equals, then the volume, then the name: an order no two routes share. */
export function routeSortKey(route: Route, sort: SignedSort): SortKey {
  return [
    VALUES[sort.replace("-", "") as RouteSort](route),
    route.waitPerMinute,
    route.requests,
    route.key,
    route.service,
    route.env,
  ];
}

export function compareRouteKeys(sort: SignedSort): (a: SortKey, b: SortKey) => number {
  const turned = sort.startsWith("-") ? -1 : 1;
  return (a, b) => {
    const [first = 0, ...restA] = a;
    const [other = 0, ...restB] = b;
    const main = compareValues(first, other) * turned;
    if (main !== 0) return main;
    for (const [index, value] of restA.entries()) {
      const order = compareValues(value, restB[index] ?? "");
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** Numbers from great to small, texts from A to Z. */
function compareValues(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? b - a : compareText(String(a), String(b));
}

const VALUES: Readonly<Record<RouteSort, (route: Route) => string | number>> = {
  wait: (route) => route.waitPerMinute,
  waitPerMinute: (route) => route.waitPerMinute,
  requests: (route) => route.requests,
  requestsPerMinute: (route) => route.requestsPerMinute,
  p50: (route) => route.p50,
  p95: (route) => route.p95,
  findings: (route) => route.findings,
  saved: (route) => route.saved.p50.low,
  share: (route) => route.saved.share,
  name: (route) => route.route,
};
