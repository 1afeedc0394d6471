import type { Pair, Route, RouteDetail, RouteTrend, SeriesPoint } from "@weir/core";
import { z } from "zod";
import { channels, range, saved, site, tier, verdict, wouldChange } from "./evidence.ts";
import { exemplarRef, finding } from "./finding.ts";
import { count, millis, named, schemaVersion, timestamp } from "./registry.ts";

const routeShape = {
  key: z.string(),
  service: z.string(),
  env: z.string(),
  method: z.string(),
  route: z.string(),
  requests: count,
  requestsPerMinute: z.number(),
  p50: millis,
  p95: millis,
  findings: count,
  waitPerMinute: millis,
  saved,
  candidates: z.exactOptional(count),
  notWorthIt: z.exactOptional(count),
  since: z.exactOptional(z.string()),
};

const route: z.ZodType<Route> = named("Route", z.strictObject(routeShape));

export interface RouteListAnswer {
  readonly routes: readonly Route[];
  readonly nextCursor: string | null;
  readonly total: number;
}

export const routeList: z.ZodType<RouteListAnswer> = named(
  "RouteList",
  z.strictObject({ schemaVersion, routes: z.array(route), nextCursor: z.string().nullable(), total: count }),
);

const seriesPoint: z.ZodType<SeriesPoint> = named(
  "SeriesPoint",
  z.strictObject({ at: timestamp, requests: count, p50: millis, p95: millis, savedP50: range }),
);

export const routeDetail: z.ZodType<RouteDetail> = named(
  "RouteDetail",
  z.strictObject({
    schemaVersion,
    ...routeShape,
    series: z.array(seriesPoint),
    histogram: z.array(z.strictObject({ upTo: millis, count })),
    shapes: z.array(z.strictObject({ calls: z.array(z.string()), requests: count })),
    versions: z.array(
      z.strictObject({
        version: z.string(),
        requests: count,
        firstSeen: timestamp,
        lastSeen: timestamp,
        p50: millis,
        p95: millis,
      }),
    ),
    findingList: z.array(finding),
    exemplars: z.array(exemplarRef),
  }),
);

const trend: z.ZodType<RouteTrend> = named(
  "RouteTrend",
  z.strictObject({ key: z.string(), p50: z.array(millis.nullable()) }),
);

export interface TrendListAnswer {
  /** Beginning of the first step. */
  readonly from: string;
  /** Length of a step in milliseconds. */
  readonly step: number;
  readonly trends: readonly RouteTrend[];
}

export const trendList: z.ZodType<TrendListAnswer> = named(
  "TrendList",
  z.strictObject({ schemaVersion, from: timestamp, step: z.int().positive(), trends: z.array(trend) }),
);

const pair: z.ZodType<Pair> = named(
  "Pair",
  z.strictObject({
    key: z.string(),
    from: site,
    to: site,
    verdict,
    tier,
    channels,
    seen: count,
    wouldChange: z.array(wouldChange),
  }),
);

export const pairList: z.ZodType<{ readonly pairs: readonly Pair[] }> = named(
  "PairList",
  z.strictObject({ schemaVersion, pairs: z.array(pair) }),
);
