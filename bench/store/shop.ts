import { createHash } from "node:crypto";
import type { FindingDocument, Site, TraceView } from "../../packages/core/src/index.ts";
import { packView } from "../../packages/collector/src/api/traces/trace-bytes.ts";
import { Chance } from "./chance.ts";

/** What the requests of a route do, and what could be saved of them. */
export interface ShopRoute {
  readonly routeKey: string;
  readonly method: string;
  readonly route: string;
  /** Microseconds. */
  readonly median: number;
  readonly sites: readonly Site[];
  /** Keys of its pairs of calls, `[from, to, key]`. */
  readonly pairs: readonly (readonly [number, number, string])[];
  readonly shape: string;
  readonly findings: readonly ShopFinding[];
  /** A packed view that stands for every request of the route kept whole. */
  readonly view: Uint8Array;
}

export interface ShopFinding {
  readonly fingerprint: string;
  /** Of the route's pairs. */
  readonly pair: number;
  /** Share of the request that could go, where it shows. */
  readonly share: number;
  /** Share of the requests that show it. */
  readonly shown: number;
}

export const SHOP = { service: "web-shop", env: "staging" } as const;

/** Evidence under which the source proves that the later call needs nothing of the earlier one. */
export const PROOF: readonly string[] = [
  "seen",
  "waits|lineage",
  "relation|independent",
  "source|absent|source.independent|",
  "order|absent|order.both-read|",
  "pace|absent|pace.different-calls|",
  "then|ok",
  "from|ok",
];
/** Evidence of a pair whose later call uses a value of the earlier one. */
export const NEED: readonly string[] = [
  "seen",
  "waits|lineage",
  "relation|data",
  'source|present|source.argument|{"line":14}',
  "order|absent|order.both-read|",
  "pace|absent|pace.different-calls|",
  "v|n",
  "then|ok",
  "from|ok",
];

/** The routes of a big shop: three in ten have one to three findings. Each run makes the same. */
export function shopRoutes(count: number): readonly ShopRoute[] {
  const chance = new Chance(7);
  return Array.from({ length: count }, (_all, index) => shopRoute(index, chance));
}

function shopRoute(index: number, chance: Chance): ShopRoute {
  const route = `/section-${index % 37}/page-${index}/[slug]`;
  const routeKey = `GET ${route}`;
  const file = `src/app/section-${index % 37}/page-${index}/page.tsx`;
  const sites = Array.from({ length: 3 + chance.below(6) }, (_all, call): Site => ({
    call: `GET api.internal/thing-${(index * 7 + call * 13) % 400}/{id}`,
    file,
    line: 12 + call,
    column: 18,
    function: `getThing${call}`,
  }));
  const pairs = sites.slice(1).map((_site, at) => [at, at + 1, digest(`${routeKey} ${at}`)] as const);
  const findings = Array.from({ length: chance.next() < 0.3 ? 1 + chance.below(3) : 0 }, (_all, at): ShopFinding => ({
    fingerprint: digest(`${routeKey} finding ${at}`),
    pair: at % pairs.length,
    share: 0.03 + 0.3 * chance.next(),
    shown: 0.3 + 0.7 * chance.next(),
  }));
  const median = 20_000 * 40 ** chance.next();
  const view = packView(viewOf(routeKey, route, sites, median / 1000));
  return { routeKey, method: "GET", route, median, sites, pairs, shape: digest(routeKey), findings, view };
}

export function findingDocument({ sites, pairs }: ShopRoute, { pair }: ShopFinding): FindingDocument {
  const [from = 0, to = 1, key = ""] = pairs[pair] ?? [];
  const calls = [sites[from], sites[to]].filter((site) => site !== undefined);
  const [place] = calls;
  return {
    kind: "serial",
    calls,
    startTogether: [[0, 1]],
    after: [],
    edges: [{ from: 0, to: 1, pair: key, needless: true }],
    ...(place === undefined ? {} : { place }),
    code: [
      {
        file: place?.file ?? "",
        firstLine: 12,
        lines: [
          "export default async function Page() {",
          "  const a = await getThing0();",
          "  const b = await getThing1();",
        ],
        marks: [{ line: 13, call: 0 }],
      },
    ],
    patch: `--- a/${place?.file}\n+++ b/${place?.file}\n@@ -12,3 +12,3 @@\n-  const a = await getThing0();\n+  const a = getThing0();\n`,
    example: { traceId: "0".repeat(32), saved: { low: 20, high: 24 } },
  };
}

function viewOf(routeKey: string, route: string, sites: readonly Site[], duration: number): TraceView {
  const step = duration / (sites.length + 1);
  return {
    schemaVersion: 1,
    traceId: digest(`trace of ${routeKey}`).repeat(2),
    spanId: digest(`span of ${routeKey}`),
    ...SHOP,
    framework: "next",
    method: "GET",
    route,
    routeKey,
    status: 200,
    startedAt: "2026-01-01T00:00:00.000Z",
    duration,
    calls: sites.map((site, index) => ({
      index,
      call: site.call,
      kind: "http",
      start: step * index,
      headers: step * (index + 0.8),
      end: step * (index + 1),
      site,
      frames: [site],
      owner: { kind: "render", name: route },
      outcome: "ok",
      status: 200,
      cached: false,
      background: false,
      exact: true,
      possible: { low: step, high: step * (index + 0.5) },
    })),
    edges: [],
    criticalPath: sites.map((_site, call) => ({ call, start: step * call, end: step * (call + 1) })),
    whatIf: { saved: { low: 0, high: 0 }, duration: { low: duration, high: duration }, findings: [] },
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
