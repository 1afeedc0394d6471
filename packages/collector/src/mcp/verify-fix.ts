import type { FindingDetail, RouteDetail } from "@weir/core";
import type { ApiReader } from "../api/reader.ts";
import { WeirError } from "../errors.ts";

/** What the requests since a change say about a finding. */
export interface FixCheck {
  readonly outcome: "gone" | "still-there" | "not-enough-requests";
  /** Requests of the finding's routes that count: those of whole minutes after the change. */
  readonly requests: number;
  readonly needed: number;
  readonly countedFrom: string;
  readonly predictedMs: { readonly low: number; readonly high: number };
  /** Median of the busiest of its routes before minus after; absent where one of them is not known. Milliseconds. */
  readonly measuredMs?: number;
}

/** Fewer requests prove nothing. */
const NEEDED = 5;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Is a finding gone since a moment? Counts of the API are by the minute, hence only whole minutes after it count for
 * "gone"; a single request that shows the wait again after the moment is enough for "still there".
 */
export async function verifyFix(api: ApiReader, fingerprint: string, since: number): Promise<FixCheck> {
  const finding = await api.get<FindingDetail>(`findings/${encodeURIComponent(fingerprint)}`);
  const from = Math.ceil(since / MINUTE_MS) * MINUTE_MS;
  const app = { service: finding.service, env: finding.env };
  let requests = 0;
  let busiest: { readonly after: RouteDetail; readonly before: RouteDetail | undefined } | undefined;
  for (const route of finding.routes) {
    const after = await routeIn(api, route, { ...app, from, to: from + DAY_MS });
    if (after === undefined) continue;
    requests += after.requests;
    if (busiest !== undefined && busiest.after.requests >= after.requests) continue;
    const start = Math.floor(since / MINUTE_MS) * MINUTE_MS;
    busiest = { after, before: await routeIn(api, route, { ...app, from: start - DAY_MS, to: start }) };
  }
  const seenAgain = Date.parse(finding.lastSeen) >= since;
  const { low, high } = finding.saved.p50;
  const measured =
    busiest?.before === undefined ? undefined : Math.round((busiest.before.p50 - busiest.after.p50) * 10) / 10;
  return {
    outcome: seenAgain ? "still-there" : requests >= NEEDED ? "gone" : "not-enough-requests",
    requests,
    needed: NEEDED,
    countedFrom: new Date(from).toISOString(),
    predictedMs: { low: Math.round(low), high: Math.round(high) },
    ...(measured === undefined ? {} : { measuredMs: measured }),
  };
}

async function routeIn(
  api: ApiReader,
  route: string,
  query: Readonly<Record<string, string | number>>,
): Promise<RouteDetail | undefined> {
  try {
    return await api.get<RouteDetail>(`routes/${encodeURIComponent(route)}`, query);
  } catch (error) {
    // Nobody asked for the route in that time.
    if (error instanceof WeirError && error.status === 404) return undefined;
    throw error;
  }
}
