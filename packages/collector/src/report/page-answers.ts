import type { ApiReader } from "../api/reader.ts";
import { apiPath } from "../api/reader.ts";
import type { PageData } from "./fill-page.ts";
import type { GateReport } from "./gate-report.ts";

/** Routes whose own page is in the report. */
const MOST_ROUTES = 200;
/** The dashboard asks for pages of so many rows. */
const PAGE_ROWS = 200;

/** Everything that the dashboard's pages ask for, so that one file answers them: lists, findings, routes, traces. */
export async function pageAnswers(api: ApiReader, report: GateReport): Promise<PageData> {
  const answers: Record<string, unknown> = {};
  const keep = async (path: string): Promise<void> => {
    answers[path] = await api.get(path);
  };
  await keep(apiPath("findings", { status: "all", tier: "all", limit: PAGE_ROWS }));
  await keep(apiPath("routes", { limit: PAGE_ROWS }));
  await keep("deploys");
  for (const { finding } of report.findings) {
    await keep(`findings/${finding.fingerprint}`);
    if (finding.timeline !== undefined) await keep(`traces/${finding.timeline.traceId}`);
  }
  for (const { key, service, env } of report.routes.slice(0, MOST_ROUTES)) {
    await keep(`routes/${encodeURIComponent(key)}`);
    await keep(apiPath("pairs", { service, env, route: key }));
  }
  return { start: "/findings", answers };
}
