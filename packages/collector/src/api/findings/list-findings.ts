import { FINDING_KINDS, type FindingKind, type FindingStatus, type Tier, TIERS } from "@weir/core";
import { z } from "zod";
import { DAY_MS } from "../../store/day.ts";
import { compareText } from "../../store/order.ts";
import type { Window } from "../../store/port.ts";
import type { ApiContext } from "../context.ts";
import { decodeCursor, questionOf } from "../cursor.ts";
import { defined } from "../defined.ts";
import type { ApiRoute } from "../define-route.ts";
import { inTurns } from "../in-turns.ts";
import { pageOf, type SortKey } from "../page.ts";
import { FINDING_STATUSES, findingList, type FindingListAnswer } from "../schema/finding.ts";
import { cursor, DEFAULT_LIMIT, limit, list, moment, text } from "../schema/query.ts";
import { MAX_LOOKBACK_MS, windowOf } from "../window.ts";
import { type AssembledFinding, typicalSaving } from "./assemble.ts";
import { filesOf } from "./files-of.ts";
import { OPEN_STATUSES } from "./listed.ts";

interface FindingListQuery {
  readonly service?: string;
  readonly env?: string;
  readonly version?: string;
  readonly route?: string;
  readonly status?: readonly (FindingStatus | "all")[];
  readonly tier?: readonly (Tier | "all")[];
  readonly kind?: readonly FindingKind[];
  readonly file?: string;
  /** Findings on at least so many routes: a layout's, a hook's. */
  readonly minRoutes?: number;
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
  readonly cursor?: string;
}

const query: z.ZodType<FindingListQuery> = z.strictObject({
  service: z.exactOptional(text),
  env: z.exactOptional(text),
  version: z.exactOptional(text),
  route: z.exactOptional(text),
  status: z.exactOptional(list(["all", ...FINDING_STATUSES])),
  tier: z.exactOptional(list(["all", ...TIERS])),
  kind: z.exactOptional(list(FINDING_KINDS)),
  file: z.exactOptional(text),
  minRoutes: z.exactOptional(limit),
  from: z.exactOptional(moment),
  to: z.exactOptional(moment),
  limit: z.exactOptional(limit),
  cursor: z.exactOptional(cursor),
});

export function listFindings(context: ApiContext): ApiRoute<FindingListQuery, undefined, FindingListAnswer> {
  return {
    method: "GET",
    path: "/findings",
    summary: "Findings, most user wait first; without `status` and `tier` the open ones that are sure enough to act on",
    access: "read",
    query,
    answer: findingList,
    handle: async ({ query }) => answer(context, query),
  };
}

async function answer(context: ApiContext, query: FindingListQuery): Promise<FindingListAnswer> {
  const { clock, book, policy } = context;
  const { from, to, limit = DEFAULT_LIMIT, cursor, ...filter } = query;
  const now = clock();
  const question = questionOf(filter);
  const page = cursor === undefined ? undefined : decodeCursor(cursor, question);
  const window = page ?? lookback(windowOf(defined({ from, to }), now), query);
  const { service, env, version } = filter;
  const found = await book.read({ ...defined({ service, env, version }), from: window.from, to: window.to }, now);
  const wanted = wantedBy(filter, policy.openTiers);
  const request = { ...window, question, limit, after: page?.after };
  const { rows, nextCursor, total } = pageOf(found.filter(wanted), sortKey, compareKeys, request);
  return { findings: await inTurns(rows, ({ finding }) => finding), nextCursor, total };
}

/** What is not open any more may have been seen last long ago. */
function lookback(window: Window, { status, from }: FindingListQuery): Window {
  const settled = status?.some((wanted) => wanted === "all" || !OPEN_STATUSES.includes(wanted)) ?? false;
  return settled && from === undefined
    ? { ...window, from: window.to - Math.min(MAX_LOOKBACK_MS, 90 * DAY_MS) }
    : window;
}

function wantedBy(query: FindingListQuery, openTiers: readonly Tier[]): (found: AssembledFinding) => boolean {
  const { route, kind, file, minRoutes = 0 } = query;
  const statuses = statusesOf(query);
  const tiers = tiersOf(query, openTiers);
  return ({ status, tier, routes, document }) =>
    statuses.includes(status) &&
    tiers.includes(tier) &&
    routes.length >= minRoutes &&
    (kind === undefined || kind.includes(document.kind)) &&
    (route === undefined || routes.some((key) => key === route || key.endsWith(` ${route}`))) &&
    (file === undefined || filesOf(document).some((path) => path === file || path.endsWith(`/${file}`)));
}

function statusesOf({ status }: FindingListQuery): readonly FindingStatus[] {
  if (status === undefined) return OPEN_STATUSES;
  return FINDING_STATUSES.filter((one) => status.includes("all") || status.includes(one));
}

/** Findings that evidence took back (tier unknown) are shown only to those who ask for them. */
function tiersOf({ status, tier }: FindingListQuery, openTiers: readonly Tier[]): readonly Tier[] {
  if (tier !== undefined) return TIERS.filter((one) => tier.includes("all") || tier.includes(one));
  return status === undefined ? openTiers : TIERS.filter((one) => one !== "unknown");
}

function sortKey(found: AssembledFinding): SortKey {
  const { fingerprint, service, env } = found.facts;
  return [found.waitPerMinute, typicalSaving(found), fingerprint, service, env];
}

function compareKeys(a: SortKey, b: SortKey): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? "";
    const order =
      typeof value === "number" && typeof other === "number"
        ? other - value
        : compareText(String(value), String(other));
    if (order !== 0) return order;
  }
  return 0;
}
