import { quantile, type RouteTrend } from "@weir/core";
import { z } from "zod";
import { floorTo, MINUTE_MS } from "../../store/day.ts";
import type { Window } from "../../store/port.ts";
import type { ApiContext } from "../context.ts";
import { defined } from "../defined.ts";
import type { ApiRoute } from "../define-route.ts";
import { iso, ms } from "../iso.ts";
import { moment, text } from "../schema/query.ts";
import { trendList, type TrendListAnswer } from "../schema/route.ts";
import { windowOf } from "../window.ts";

interface TrendQuery {
  readonly service: string;
  readonly env: string;
  /** Route keys, at most {@link MAX_ROUTES}. */
  readonly route: readonly string[];
  readonly from?: number;
  readonly to?: number;
}

/** Routes asked for at once: a screen of rows. */
const MAX_ROUTES = 60;
/** Points of a trend. */
const POINTS = 24;

const query: z.ZodType<TrendQuery> = z.strictObject({
  service: text,
  env: text,
  route: z.union([text.transform((one) => [one]), z.array(text).min(1).max(MAX_ROUTES)]),
  from: z.exactOptional(moment),
  to: z.exactOptional(moment),
});

export function listTrends(context: ApiContext): ApiRoute<TrendQuery, undefined, TrendListAnswer> {
  return {
    method: "GET",
    path: "/trends",
    summary: "Median durations of some routes over the window, in 24 steps: the small line beside each route",
    access: "read",
    query,
    answer: trendList,
    handle: async ({ query }) => answer(context, query),
  };
}

async function answer({ store, clock }: ApiContext, query: TrendQuery): Promise<TrendListAnswer> {
  const { service, env, from, to } = query;
  const window = windowOf(defined({ from, to }), clock());
  const step = Math.max(1, Math.ceil((window.to - window.from) / POINTS / MINUTE_MS)) * MINUTE_MS;
  const start = floorTo(window.from, step);
  const trend = async (key: string): Promise<RouteTrend> => {
    const points = await store.routeSeries({ service, env, routeKey: key, ...window, step });
    const medians = new Map(points.map(({ at, duration }) => [at, ms(quantile(duration, 0.5))]));
    return { key, p50: momentsOf({ from: start, to: window.to }, step).map((at) => medians.get(at) ?? null) };
  };
  const trends = await Promise.all([...new Set(query.route)].map(trend));
  return { from: iso(start), step, trends };
}

function momentsOf({ from, to }: Window, step: number): readonly number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_all, index) => from + index * step);
}
