import { decide, type Pair, type PairDocument } from "@weir/core";
import { z } from "zod";
import { compareText } from "../../store/order.ts";
import { groupBy } from "../../store/group-by.ts";
import { matches } from "../../store/match.ts";
import type { App, RoutePresence } from "../../store/port.ts";
import { DAY_MS } from "../../store/day.ts";
import { overridesInForce } from "../../overrides/override-book.ts";
import type { ApiContext } from "../context.ts";
import type { ApiRoute } from "../define-route.ts";
import { EvidenceProfiles, newestVersion, readEvidence } from "../evidence-profiles.ts";
import { text } from "../schema/query.ts";
import { pairList } from "../schema/route.ts";
import { MAX_LOOKBACK_MS } from "../window.ts";

interface PairQuery {
  readonly service?: string;
  readonly env?: string;
  /** A route's key, or its template without the method. */
  readonly route?: string;
  readonly version?: string;
}

interface PairListAnswer {
  readonly pairs: readonly Pair[];
}

const query: z.ZodType<PairQuery> = z.strictObject({
  service: z.exactOptional(text),
  env: z.exactOptional(text),
  route: z.exactOptional(text),
  version: z.exactOptional(text),
});

/** How often a pair was seen in this order; the evidence counts it under this name. */
const SEEN = "seen";
/** Pairs answered at once, most seen first. */
const MAX_PAIRS = 2_000;
/** Routes whose evidence one question reads, the busiest first: each of them is several reads of the store. */
export const MAX_ROUTES = 40;

export function listPairs(context: ApiContext): ApiRoute<PairQuery, undefined, PairListAnswer> {
  return {
    method: "GET",
    path: "/pairs",
    summary: `Every serial pair of calls of a route with its verdict, also the ones not flagged; without a route of the ${MAX_ROUTES} busiest ones`,
    access: "read",
    query,
    answer: pairList,
    handle: async ({ query }) => answer(context, query),
  };
}

async function answer(context: ApiContext, { route, version, ...scope }: PairQuery): Promise<PairListAnswer> {
  const { store, clock } = context;
  const now = clock();
  const { routes } = await store.presence({ ...scope, from: now - MAX_LOOKBACK_MS, to: now + DAY_MS });
  const wanted = routes.filter(
    ({ routeKey }) => route === undefined || routeKey === route || routeKey.endsWith(` ${route}`),
  );
  const groups = groupBy(wanted, ({ service, env, routeKey }) => JSON.stringify([service, env, routeKey]));
  const busiest = [...groups.values()].sort((a, b) => requestsOf(b) - requestsOf(a)).slice(0, MAX_ROUTES);
  const pairs: Pair[] = [];
  // One route after the other, so that others have their turn at the store.
  for (const seen of busiest) pairs.push(...(await pairsOf(context, seen, version, now)));
  return { pairs: pairs.sort(bySeen).slice(0, MAX_PAIRS) };
}

function requestsOf(seen: readonly RoutePresence[]): number {
  return seen.reduce((sum, { requests }) => sum + requests, 0);
}

/** Pairs of one route of one app, judged by the evidence of its newest version. */
async function pairsOf(
  { store }: ApiContext,
  seen: readonly RoutePresence[],
  wanted: string | undefined,
  now: number,
): Promise<readonly Pair[]> {
  const [first] = seen;
  if (first === undefined) return [];
  const app: App = { service: first.service, env: first.env };
  const deployed = (await store.versions(app)).filter((item) => matches(app, item));
  const version = wanted ?? newestVersion(seen, deployed);
  const rows = await readEvidence(store, { ...app, routeKey: first.routeKey, version }, now);
  const profiles = new EvidenceProfiles();
  profiles.add(rows);
  const keys = rows.map(({ key }) => key);
  const [documents, inForce] = await Promise.all([store.documents("pair", keys, app), overridesInForce(store)]);
  return documents.map(({ key, body }): Pair => {
    const profile = profiles.of(version, key) ?? new Map<string, number>();
    const { from, to } = JSON.parse(body) as PairDocument;
    const heeded = inForce.heeded(app.service, key, [from.call, to.call], profile);
    const { verdict, tier, channels, wouldChange } = decide(heeded);
    return { key, from, to, verdict, tier, channels, seen: Math.max(0, profile.get(SEEN) ?? 0), wouldChange };
  });
}

function bySeen(a: Pair, b: Pair): number {
  return b.seen - a.seen || compareText(a.from.call, b.from.call) || compareText(a.to.call, b.to.call);
}
