import { quantile } from "@weir/core";
import { compareText } from "../../store/order.ts";
import { ms } from "../iso.ts";
import type { SortKey } from "../page.ts";
import { type RankedRoute, savedOfRoute } from "./describe-route.ts";

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
export function routeSortKey(ranked: RankedRoute, sort: SignedSort): SortKey {
  const { routeKey, service, env, requests } = ranked.aggregate;
  return [VALUES[sort.replace("-", "") as RouteSort](ranked), ranked.waitPerMinute, requests, routeKey, service, env];
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

/** Equal to what the row shows. Only what is sorted by is counted for every route. */
const VALUES: Readonly<Record<RouteSort, (ranked: RankedRoute) => string | number>> = {
  wait: (ranked) => ranked.waitPerMinute,
  waitPerMinute: (ranked) => ranked.waitPerMinute,
  requests: ({ aggregate }) => aggregate.requests,
  requestsPerMinute: (ranked) => ranked.requestsPerMinute,
  p50: ({ aggregate }) => ms(quantile(aggregate.duration, 0.5)),
  p95: ({ aggregate }) => ms(quantile(aggregate.duration, 0.95)),
  findings: ({ listed }) => listed.length,
  saved: ({ aggregate, gain }) => savedOfRoute(aggregate, gain).p50.low,
  share: ({ aggregate, gain }) => savedOfRoute(aggregate, gain).share,
  name: ({ aggregate }) => aggregate.route,
};
