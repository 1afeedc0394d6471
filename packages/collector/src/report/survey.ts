import type { Finding, FindingDetail, Route, Status } from "@weir/core";
import type { ApiQuery, ApiReader } from "../api/reader.ts";

/** Everything a gate or a report asks of a collector. */
export interface Survey {
  readonly status: Status;
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
}

export interface SurveyQuery {
  readonly service?: string | undefined;
  readonly env?: string | undefined;
  readonly version?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const PAGE = 1_000;
/** Pages read at most: no app has more routes or findings than a million. */
const MAX_PAGES = 100;

/** Reads all routes and all findings of a window, candidates and unsure ones included. */
export async function survey(api: ApiReader, query: SurveyQuery): Promise<Survey> {
  const status = await api.get<Status>("status");
  const [routes, findings] = [
    await allOf<Route>(api, "routes", "routes", { ...query, sort: "requests" }),
    await allOf<Finding>(api, "findings", "findings", { ...query, status: "all", tier: "all" }),
  ];
  return { status, routes, findings };
}

/** What a report shows of a finding. */
export async function detailOf(api: ApiReader, { fingerprint, service, env }: Finding): Promise<FindingDetail> {
  return api.get<FindingDetail>(`findings/${fingerprint}`, { service, env });
}

async function allOf<Item>(api: ApiReader, path: string, field: string, query: ApiQuery): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await api.get<Record<string, unknown> & { readonly nextCursor: string | null }>(path, {
      ...query,
      limit: PAGE,
      cursor,
    });
    items.push(...(answer[field] as readonly Item[]));
    if (answer.nextCursor === null) break;
    cursor = answer.nextCursor;
  }
  return items;
}
