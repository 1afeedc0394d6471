import type { ExampleRoute } from "../../examples/manifest/example-route.ts";
import type { RouteTraffic, TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import type { Finding, Pair, Range } from "../../packages/core/src/api/types.ts";

export interface Observed {
  readonly traffic: TrafficSummary;
  readonly findings: readonly Finding[];
  /** Serial pairs by `service key`. */
  readonly pairs: ReadonlyMap<string, readonly Pair[]>;
}

const ORDER = { waterfall: 0, twin: 1, "must-not-flag": 2 } as const;
const HEAD = ["app", "route", "what it does", "serial pairs", "Weir says", "could save", "twin saves", "first byte"];

/** What Weir made of every example route, as a Markdown table: waterfalls, their twins, waits that have to stay. */
export function routeTable(manifest: readonly ExampleRoute[], observed: Observed): string {
  const rows = manifest
    .toSorted((one, other) => ORDER[one.expectation] - ORDER[other.expectation])
    .map((route) => rowOf(route, observed));
  return [HEAD, HEAD.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function rowOf(route: ExampleRoute, { traffic, findings, pairs }: Observed): readonly string[] {
  const own = findings.filter(({ service, routes }) => service === route.service && routes.includes(route.key));
  const timing = timingOf(traffic, route.service, route.key);
  const twin = route.expectation === "waterfall" ? timingOf(traffic, route.service, route.twin) : undefined;
  return [
    route.service === "next-app" ? "Next.js" : "SvelteKit",
    `\`${route.key}\``,
    route.about,
    verdictsOf(pairs.get(`${route.service} ${route.key}`) ?? []),
    own.length === 0 ? "nothing" : own.map(saying).join("<br>"),
    own.map(({ saved }) => range(saved.p50)).join("<br>"),
    timing === undefined || twin === undefined ? "" : `${Math.round(timing.p50 - twin.p50)} ms`,
    timing === undefined ? "" : `${Math.round(timing.firstByteP50)} ms`,
  ];
}

function timingOf(traffic: TrafficSummary, service: string, key: string): RouteTraffic | undefined {
  return traffic.routes.find((route) => route.service === service && route.key === key);
}

function saying({ kind, tier, place }: Finding): string {
  const where = place?.file === undefined ? "" : ` at \`${place.file}:${place.line ?? "?"}\``;
  return `\`${kind}\`, ${tier}${where}`;
}

function verdictsOf(pairs: readonly Pair[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of pairs) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => (count === 1 ? verdict : `${count} ${verdict}`)).join(", ");
}

function range({ low, high }: Range): string {
  const [from, to] = [Math.round(low), Math.round(high)];
  return from === to ? `${to} ms` : `${from}–${to} ms`;
}
