import { type FindingDetail, type FindingHistoryEntry, type FindingStatus, quantile, type TraceView } from "@weir/core";
import { z } from "zod";
import { WeirError } from "../../errors.ts";
import { DAY_MS } from "../../store/day.ts";
import { compareText } from "../../store/order.ts";
import type { Exemplar, FindingState } from "../../store/port.ts";
import type { ApiContext } from "../context.ts";
import { defined } from "../defined.ts";
import type { ApiRoute } from "../define-route.ts";
import { exemplarRefs } from "../exemplar-refs.ts";
import { iso } from "../iso.ts";
import { FINDING_STATUSES, findingDetail } from "../schema/finding.ts";
import { text } from "../schema/query.ts";
import { readView } from "../traces/trace-bytes.ts";
import { DEFAULT_WINDOW_MS, MAX_LOOKBACK_MS } from "../window.ts";
import type { AssembledFinding } from "./assemble.ts";
import { newestVersion } from "../evidence-profiles.ts";
import { type ChangeNote, noteIn } from "../../alert/book.ts";

interface FindingDetailQuery {
  readonly service?: string;
  readonly env?: string;
}

const query: z.ZodType<FindingDetailQuery> = z.strictObject({
  service: z.exactOptional(text),
  env: z.exactOptional(text),
});

export function getFinding(context: ApiContext): ApiRoute<FindingDetailQuery, undefined, FindingDetail> {
  return {
    method: "GET",
    path: "/findings/:fingerprint",
    summary: "One finding with the timeline of an exemplar, code, patch, history and what would change our mind",
    access: "read",
    query,
    answer: findingDetail,
    refusals: { 404: "No such finding" },
    handle: async ({ params, query }) =>
      detailOf(context, await findFinding(context, params["fingerprint"] ?? "", query)),
  };
}

/** The finding of the last 24 hours, else as it was when it was last seen. Throws `WEIR_FINDING_NOT_FOUND`. */
export async function findFinding(
  { book, clock }: ApiContext,
  fingerprint: string,
  app: FindingDetailQuery,
): Promise<AssembledFinding> {
  const now = clock();
  const to = now + DAY_MS;
  for (const from of [now - DEFAULT_WINDOW_MS, now - MAX_LOOKBACK_MS]) {
    // Seen in several environments: the one where people wait most, unless the query says which.
    const [found] = await book.read({ ...app, fingerprint, from, to }, now);
    if (found !== undefined) return found;
  }
  throw new WeirError("WEIR_FINDING_NOT_FOUND", "No finding has this fingerprint", { status: 404 });
}

export async function detailOf(context: ApiContext, found: AssembledFinding): Promise<FindingDetail> {
  const { finding, document, facts, judgement } = found;
  const { fingerprint, service, env } = finding;
  const now = context.clock();
  const exemplars = await context.store.exemplars({
    fingerprint,
    service,
    env,
    from: now - MAX_LOOKBACK_MS,
    to: now + DAY_MS,
  });
  const timeline = await timelineOf(context, found, exemplars);
  const changes = await context.store.alertRows({ kind: "change", scope: fingerprint });
  return {
    ...finding,
    wouldChange: judgement.wouldChange,
    ...defined({ timeline }),
    code: document.code,
    ...(finding.patch === undefined && !judgement.withdrawn ? defined({ withheld: document.withheld }) : {}),
    ...(finding.patch === undefined ? {} : defined({ notes: document.notes })),
    history: historyOf(
      finding,
      facts.state,
      changes.map((row) => noteIn<ChangeNote>(row)),
    ),
    exemplars: exemplarRefs(exemplars, quantile(found.duration, 0.5)),
  };
}

/** Of the newest version that showed it, the request whose saving is most typical. */
async function timelineOf(
  { store }: ApiContext,
  { facts, savedLow }: AssembledFinding,
  exemplars: readonly Exemplar[],
): Promise<TraceView | undefined> {
  const version = newestVersion(exemplars, facts.versions);
  const typical = quantile(savedLow, 0.5);
  const ranked = exemplars.toSorted(
    (a, b) =>
      Number(b.version === version) - Number(a.version === version) ||
      Math.abs(a.saved - typical) - Math.abs(b.saved - typical) ||
      b.ts - a.ts,
  );
  const [best] = ranked;
  if (best === undefined) return undefined;
  const stored = (await store.trace(best.traceId)).find(({ spanId }) => spanId === best.spanId);
  return stored === undefined ? undefined : readView(stored);
}

/** When it was first seen, what people decided since, and what deploys did to it; oldest first. */
function historyOf(
  { firstSeen, version, service, env }: AssembledFinding["finding"],
  state: FindingState | undefined,
  changes: readonly ChangeNote[],
): readonly FindingHistoryEntry[] {
  const opened: FindingHistoryEntry = { at: firstSeen, status: "new", by: "weir", ...defined({ version }) };
  const decided = (state?.history ?? []).flatMap(
    ({ at, status, by, reason, version: inVersion }): FindingHistoryEntry[] =>
      isStatus(status) ? [{ at: iso(at), status, by, ...defined({ reason, version: inVersion }) }] : [],
  );
  // Decisions are in the state already, with the words of who decided.
  const observed = changes.flatMap(({ at, to, by, reason, ...change }): FindingHistoryEntry[] => {
    const own = change.service === service && change.env === env && by === "weir";
    if (!own || to === undefined || to === "new") return [];
    return [
      { at: iso(at), status: to, by, reason, ...(change.version === "" ? {} : defined({ version: change.version })) },
    ];
  });
  return [opened, ...[...decided, ...observed].sort((a, b) => compareText(a.at, b.at))];
}

function isStatus(status: string): status is FindingStatus {
  return (FINDING_STATUSES as readonly string[]).includes(status);
}
