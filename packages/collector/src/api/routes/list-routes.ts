import { type Tier, TIERS } from "@weir/core";
import { z } from "zod";
import { matches } from "../../store/match.ts";
import { groupBy } from "../../store/group-by.ts";
import type { RouteAggregate } from "../../store/port.ts";
import { decodeCursor, questionOf } from "../cursor.ts";
import { defined } from "../defined.ts";
import type { ApiRoute } from "../define-route.ts";
import type { AssembledFinding } from "../findings/assemble.ts";
import { isListed, OPEN_STATUSES } from "../findings/listed.ts";
import type { FindingPolicy } from "../findings/policy.ts";
import { filesOf } from "../findings/files-of.ts";
import { inTurns } from "../in-turns.ts";
import { pageOf } from "../page.ts";
import { cursor, DEFAULT_LIMIT, limit, list, moment, text } from "../schema/query.ts";
import { routeList, type RouteListAnswer } from "../schema/route.ts";
import type { ApiContext } from "../context.ts";
import { windowOf } from "../window.ts";
import { describeRoute, type RankedRoute, rankRoute } from "./describe-route.ts";
import { compareRouteKeys, routeSortKey, type SignedSort, SIGNED_SORTS } from "./sort-routes.ts";

interface RouteListQuery {
  readonly service?: string;
  readonly env?: string;
  readonly version?: string;
  readonly from?: number;
  readonly to?: number;
  readonly method?: string;
  readonly q?: string;
  /** Routes with an open finding of one of these tiers; `listed`: with one that counts as a finding. */
  readonly tier?: readonly (Tier | "listed")[];
  readonly sort?: SignedSort;
  readonly limit?: number;
  readonly cursor?: string;
}

const query: z.ZodType<RouteListQuery> = z.strictObject({
  service: z.exactOptional(text),
  env: z.exactOptional(text),
  version: z.exactOptional(text),
  from: z.exactOptional(moment),
  to: z.exactOptional(moment),
  method: z.exactOptional(text),
  q: z.exactOptional(text),
  tier: z.exactOptional(list(["listed", ...TIERS])),
  sort: z.exactOptional(z.enum(SIGNED_SORTS)),
  limit: z.exactOptional(limit),
  cursor: z.exactOptional(cursor),
});

/** Fewer are listed as fast as an older answer would be. */
const MANY_REQUESTS = 20_000;

export function listRoutes(context: ApiContext): ApiRoute<RouteListQuery, undefined, RouteListAnswer> {
  return {
    method: "GET",
    path: "/routes",
    summary: "Routes, the one with most user wait per minute first",
    access: "read",
    query,
    answer: routeList,
    mayBeOlder: ({ routes }) => routes.reduce((sum, { requests }) => sum + requests, 0) >= MANY_REQUESTS,
    handle: async ({ query }) => answer(context, query),
  };
}

async function answer(context: ApiContext, query: RouteListQuery): Promise<RouteListAnswer> {
  const { store, clock, policy, book } = context;
  const { from, to, q, tier, sort = "wait", limit = DEFAULT_LIMIT, cursor, ...filter } = query;
  const now = clock();
  const question = questionOf({ ...filter, q, tier, sort });
  const page = cursor === undefined ? undefined : decodeCursor(cursor, question);
  const window = page ?? windowOf(defined({ from, to }), now);
  const { method, ...scope } = filter;
  const [aggregates, findings] = await Promise.all([
    store.routes({ ...filter, ...defined({ method: method?.toUpperCase() }), from: window.from, to: window.to }),
    book.read({ ...scope, from: window.from, to: window.to }, now),
  ]);
  const wanted = describeAll(aggregates, findings).filter(
    ({ aggregate, own }) => isWanted(q, aggregate, own) && hasTier(tier, own, policy),
  );
  const ranked = await inTurns(wanted, ({ aggregate, own }) => rankRoute(aggregate, own, window, now, policy));
  const compare = compareRouteKeys(sort);
  const keys = new Map(ranked.map((route) => [route, routeSortKey(route, sort)]));
  const keyOf = (route: RankedRoute) => keys.get(route) ?? [];
  const { rows, nextCursor, total } = pageOf(
    ranked.sort((a, b) => compare(keyOf(a), keyOf(b))),
    keyOf,
    compare,
    { ...window, question, limit, after: page?.after },
  );
  return { routes: await inTurns(rows, describeRoute), nextCursor, total };
}

interface WithFindings {
  readonly aggregate: RouteAggregate;
  readonly own: readonly AssembledFinding[];
}

function describeAll(
  aggregates: readonly RouteAggregate[],
  findings: readonly AssembledFinding[],
): readonly WithFindings[] {
  const onRoute = groupBy(
    findings.flatMap((item) => item.routes.map((routeKey) => ({ routeKey, item }))),
    ({ routeKey }) => routeKey,
  );
  return aggregates.map((aggregate) => {
    const { service, env } = aggregate;
    const items = (onRoute.get(aggregate.routeKey) ?? []).map(({ item }) => item);
    return { aggregate, own: items.filter(({ facts }) => matches({ service, env }, facts)) };
  });
}

/** Part of the route, the service, or a file a finding of it is in; upper and lower case are equal. */
function isWanted(
  q: string | undefined,
  { routeKey, service }: RouteAggregate,
  own: readonly AssembledFinding[],
): boolean {
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  const files = own.flatMap(({ document }) => filesOf(document));
  return [routeKey, service, ...files].some((text) => text.toLowerCase().includes(wanted));
}

function hasTier(wanted: RouteListQuery["tier"], own: readonly AssembledFinding[], policy: FindingPolicy): boolean {
  if (wanted === undefined) return true;
  return own.some(
    (one) =>
      (wanted.includes("listed") && isListed(one, policy)) ||
      (wanted.includes(one.tier) && OPEN_STATUSES.includes(one.status)),
  );
}
