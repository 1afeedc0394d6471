import { quantile, type RouteDetail, type ShapeDocument } from "@weir/core";
import { z } from "zod";
import { WeirError } from "../../errors.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../store/day.ts";
import { compareText } from "../../store/order.ts";
import type { RouteAggregate, RouteKey, Store, Window } from "../../store/port.ts";
import type { ApiContext } from "../context.ts";
import { defined } from "../defined.ts";
import type { ApiRoute } from "../define-route.ts";
import { exemplarRefs } from "../exemplar-refs.ts";
import { isListed } from "../findings/listed.ts";
import { iso, ms } from "../iso.ts";
import { savedOf } from "../saved.ts";
import { moment, text } from "../schema/query.ts";
import { routeDetail } from "../schema/route.ts";
import { windowOf } from "../window.ts";
import { describeRoute, rankRoute } from "./describe-route.ts";
import { histogramOf } from "./histogram.ts";

interface RouteDetailQuery {
  readonly service?: string;
  readonly env?: string;
  readonly version?: string;
  readonly from?: number;
  readonly to?: number;
}

const query: z.ZodType<RouteDetailQuery> = z.strictObject({
  service: z.exactOptional(text),
  env: z.exactOptional(text),
  version: z.exactOptional(text),
  from: z.exactOptional(moment),
  to: z.exactOptional(moment),
});

/** Shapes shown of a route, the most frequent first. */
const MAX_SHAPES = 20;
/** A series has at most so many points. */
const MAX_POINTS = 120;
const STEPS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS];

export function getRoute(context: ApiContext): ApiRoute<RouteDetailQuery, undefined, RouteDetail> {
  return {
    method: "GET",
    path: "/routes/:key",
    summary: "One route with its series, distribution, shapes, versions, findings and exemplars",
    access: "read",
    query,
    answer: routeDetail,
    refusals: { 404: "No request of this route in the window" },
    handle: async ({ params, query }) => answer(context, params["key"] ?? "", query),
  };
}

async function answer(context: ApiContext, routeKey: string, query: RouteDetailQuery): Promise<RouteDetail> {
  const { store, clock, policy, book } = context;
  const { from, to, ...scope } = query;
  const now = clock();
  const window = windowOf(defined({ from, to }), now);
  const [aggregates, findings] = await Promise.all([
    store.routes({ ...scope, ...window, routeKey }),
    book.read({ ...scope, ...window, routeKey }, now),
  ]);
  const described = aggregates.map((aggregate) => {
    const own = findings.filter(({ facts }) => facts.service === aggregate.service && facts.env === aggregate.env);
    return { aggregate, own, route: describeRoute(rankRoute(aggregate, own, window, now, policy)) };
  });
  // The same route of several apps: the one people wait for most, unless the query says which.
  const [worst] = described.sort(
    (a, b) => b.route.waitPerMinute - a.route.waitPerMinute || b.route.requests - a.route.requests,
  );
  if (worst === undefined) {
    throw new WeirError("WEIR_ROUTE_NOT_FOUND", "No request of this route was seen in this window", { status: 404 });
  }
  const key = { service: worst.route.service, env: worst.route.env, routeKey };
  return {
    ...worst.route,
    ...(await details(store, key, worst.aggregate, { ...window, ...defined({ version: query.version }) })),
    findingList: worst.own.filter((one) => isListed(one, policy)).map(({ finding }) => finding),
  };
}

async function details(
  store: Store,
  key: RouteKey,
  aggregate: RouteAggregate,
  window: Window & { readonly version?: string },
): Promise<Pick<RouteDetail, "series" | "histogram" | "shapes" | "versions" | "exemplars">> {
  const [series, versions, exemplars, shapes] = await Promise.all([
    store.routeSeries({ ...key, from: window.from, to: window.to, step: stepFor(window) }),
    store.routes({ ...key, from: window.from, to: window.to, perVersion: true }),
    store.exemplars({ ...key, from: window.from, to: window.to }),
    shapesOf(store, key, window),
  ]);
  return {
    series: series.map((point) => ({
      at: iso(point.at),
      requests: point.requests,
      p50: ms(quantile(point.duration, 0.5)),
      p95: ms(quantile(point.duration, 0.95)),
      savedP50: savedOf(point).p50,
    })),
    histogram: histogramOf(aggregate.duration),
    shapes,
    versions: versions
      .map(({ version = "", requests, firstSeen, lastSeen, duration }) => ({
        version,
        requests,
        firstSeen: iso(firstSeen),
        lastSeen: iso(lastSeen),
        p50: ms(quantile(duration, 0.5)),
        p95: ms(quantile(duration, 0.95)),
      }))
      .sort((a, b) => compareText(b.firstSeen, a.firstSeen)),
    exemplars: exemplarRefs(exemplars, quantile(aggregate.duration, 0.5)),
  };
}

/** Which calls the route's requests made, the most frequent shape first. */
async function shapesOf(
  store: Store,
  key: RouteKey,
  window: Window & { readonly version?: string },
): Promise<RouteDetail["shapes"]> {
  const requests = new Map<string, number>();
  for (const { key: shape, fields } of await store.counters({ kind: "shape", ...key, ...window })) {
    requests.set(shape, (requests.get(shape) ?? 0) + (fields.get("requests") ?? 0));
  }
  const top = [...requests].sort((a, b) => b[1] - a[1]).slice(0, MAX_SHAPES);
  const { service, env } = key;
  const documents = await store.documents(
    "shape",
    top.map(([shape]) => shape),
    { service, env },
  );
  const callsOf = new Map(documents.map(({ key: shape, body }) => [shape, (JSON.parse(body) as ShapeDocument).calls]));
  return top.flatMap(([shape, count]) => {
    const calls = callsOf.get(shape);
    return calls === undefined || count <= 0 ? [] : [{ calls, requests: count }];
  });
}

function stepFor({ from, to }: Window): number {
  return (
    STEPS.find((step) => (to - from) / step <= MAX_POINTS) ?? Math.ceil((to - from) / MAX_POINTS / DAY_MS) * DAY_MS
  );
}
