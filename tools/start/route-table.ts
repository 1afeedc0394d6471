import type { ExampleRoute } from "../../examples/manifest/example-route.ts";
import type { RouteTraffic, TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import type { Finding, Pair, Range, Route, TraceView } from "../../packages/core/src/api/types.ts";

export interface Observed {
  readonly traffic: TrafficSummary;
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
  /** Serial pairs by `service key`. */
  readonly pairs: ReadonlyMap<string, readonly Pair[]>;
  /** What all fixes together would give back in a request of the middle, by `service key`. */
  readonly whatIf: ReadonlyMap<string, TraceView["whatIf"]>;
}

const ORDER = { waterfall: 0, twin: 1, "not-worth-it": 2, "must-not-flag": 3 } as const;
const HEAD = [
  "app",
  "route",
  "what it does",
  "pairs that wait",
  "Weir says",
  "could save",
  "in all",
  "twin saves",
  "first byte",
  "could come sooner",
  "twin's comes sooner",
];

/** What Weir made of every example route, as a Markdown table: waterfalls, their twins, waits that have to stay. */
export function routeTable(manifest: readonly ExampleRoute[], observed: Observed): string {
  const rows = manifest
    .toSorted((one, other) => ORDER[one.expectation] - ORDER[other.expectation])
    .map((route) => rowOf(route, observed));
  return [HEAD, HEAD.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function rowOf(route: ExampleRoute, { traffic, routes, findings, pairs, whatIf }: Observed): readonly string[] {
  const own = findings.filter(({ service, routes }) => service === route.service && routes.includes(route.key));
  const timing = timingOf(traffic, route.service, route.key);
  const twin = route.expectation === "waterfall" ? timingOf(traffic, route.service, route.twin) : undefined;
  const name = `${route.service} ${route.key}`;
  const sooner = own.length === 0 ? undefined : whatIf.get(name);
  return [
    route.service === "next-app" ? "Next.js" : "SvelteKit",
    `\`${route.key}\``,
    route.about,
    verdictsOf(pairs.get(name) ?? []),
    own.length === 0 ? silence(routes, route) : own.map(saying).join("<br>"),
    own.map(({ saved }) => range(saved.p50)).join("<br>"),
    range(sooner?.saved),
    difference(timing?.p50, twin?.p50),
    difference(timing?.firstByteP50, 0),
    // An answer that is not streamed ends as it begins: what it saves, its first byte saves.
    range(sooner?.savedToFirstByte ?? sooner?.saved),
    difference(timing?.firstByteP50, twin?.firstByteP50),
  ];
}

/** Weir knows of needless waits that are too short to be worth a change. */
function silence(routes: readonly Route[], { service, key }: ExampleRoute): string {
  const known = routes.find((route) => route.service === service && route.key === key);
  return known?.notWorthIt === undefined ? "nothing" : "not worth it";
}

function difference(slow: number | undefined, fast: number | undefined): string {
  return slow === undefined || fast === undefined ? "" : `${Math.round(slow - fast)} ms`;
}

function timingOf(traffic: TrafficSummary, service: string, key: string): RouteTraffic | undefined {
  return traffic.routes.find((route) => route.service === service && route.key === key);
}

function saying({ kind, tier, place }: Finding): string {
  const where = place?.file === undefined ? "" : ` at \`${place.file}:${place.line ?? "?"}\``;
  return `\`${kind}\`, ${tier}${where}`;
}

/** `independent, proven: session → shop<br>data: session → accounts`; each pair once, by verdict. */
function verdictsOf(pairs: readonly Pair[]): string {
  const groups = new Map<string, Set<string>>();
  for (const { from, to, verdict, tier } of pairs) {
    const said = verdict === "independent" ? `${verdict}, ${tier}` : verdict;
    const names = groups.get(said) ?? new Set();
    groups.set(said, names.add(`${shortName(from.call)} → ${shortName(to.call)}`));
  }
  return [...groups].map(([said, names]) => `**${said}**: ${[...names].join(", ")}`).join("<br>");
}

/** `shop` for `GET 127.0.0.1:4200/config/shop`, `PUT stock` for `PUT h/stock/{id}`. */
function shortName(call: string): string {
  const [method = "", target = ""] = call.split(" ");
  const segments = target.split("/").slice(1);
  const name = segments.findLast((segment) => !segment.startsWith("{")) ?? target;
  return method === "GET" ? name : `${method} ${name}`;
}

function range(saved: Range | undefined): string {
  if (saved === undefined) return "";
  const [from, to] = [Math.round(saved.low), Math.round(saved.high)];
  return from === to ? `${to} ms` : `${from}–${to} ms`;
}
