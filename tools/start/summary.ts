import type { ExampleRoute } from "../../examples/manifest/example-route.ts";
import type { TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import type { Finding, Range, Route } from "../../packages/core/src/api/types.ts";

const SHOWN = 5;

/** The worst routes with the place to change, and what the route's twin, which has no such wait, really took less. */
export function summaryLines(
  routes: readonly Route[],
  findings: readonly Finding[],
  traffic: TrafficSummary,
  manifest: readonly ExampleRoute[],
  shown = SHOWN,
): readonly string[] {
  const worst = routes.filter(({ findings: found }) => found > 0).slice(0, shown);
  if (worst.length === 0) return ["No finding is open."];
  const rows = worst.map((route) => {
    const finding = worstFinding(route, findings);
    return [
      Math.round(route.waitPerMinute).toLocaleString("en"),
      `${route.service} ${route.key}`,
      `${Math.round(route.p50)} ms`,
      milliseconds(route.saved.p50),
      measured(route, traffic, manifest),
      placeOf(finding),
    ];
  });
  return columns([["wait ms/min", "route", "p50", "could save", "twin saves", "where"], ...rows]);
}

function worstFinding(route: Route, findings: readonly Finding[]): Finding | undefined {
  return findings
    .filter(({ service, routes }) => service === route.service && routes.includes(route.key))
    .toSorted((one, other) => other.waitPerMinute - one.waitPerMinute)[0];
}

/** How much sooner the twin answered in the same traffic: what the fix is really worth. */
function measured(route: Route, traffic: TrafficSummary, manifest: readonly ExampleRoute[]): string {
  const planted = manifest.find(({ service, key }) => service === route.service && key === route.key);
  if (planted?.expectation !== "waterfall") return "";
  const p50 = (wanted: string): number | undefined =>
    traffic.routes.find(({ service, key }) => service === planted.service && key === wanted)?.p50;
  const [slow, fast] = [p50(planted.key), p50(planted.twin)];
  return slow === undefined || fast === undefined ? "" : `${Math.round(slow - fast)} ms`;
}

function placeOf(finding: Finding | undefined): string {
  if (finding?.place?.file === undefined) return finding?.kind ?? "";
  const { file, line, function: name } = finding.place;
  return `${file}${line === undefined ? "" : `:${line}`}${name === undefined ? "" : ` ${name}`}`;
}

function milliseconds({ low, high }: Range): string {
  const [from, to] = [Math.round(low), Math.round(high)];
  return from === to ? `${to} ms` : `${from}–${to} ms`;
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
