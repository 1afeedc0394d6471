import { describe, expect, it } from "vitest";
import { EXAMPLE_ROUTES } from "../../examples/manifest.ts";
import type { TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import type { Finding, Route } from "../../packages/core/src/api/types.ts";
import { summaryLines } from "./summary.ts";

const route = {
  key: "GET /api/account",
  service: "next-app",
  env: "staging",
  method: "GET",
  route: "/api/account",
  requests: 40,
  requestsPerMinute: 30,
  p50: 377.4,
  p95: 401,
  findings: 1,
  waitPerMinute: 2954.6,
  saved: { p50: { low: 97.2, high: 99.8 }, p95: { low: 97, high: 104 }, share: 0.26 },
} satisfies Route;

const finding = {
  fingerprint: "f1",
  kind: "serial",
  tier: "proven",
  status: "open",
  service: "next-app",
  env: "staging",
  routes: ["GET /api/account"],
  calls: [],
  startTogether: [[0, 1]],
  edges: [],
  saved: route.saved,
  waitPerMinute: 2954.6,
  requests: 40,
  firstSeen: "2026-11-21T00:00:00Z",
  lastSeen: "2026-11-21T00:00:00Z",
  place: { call: "GET /config/shop", file: "app/api/account/route.ts", line: 7, function: "GET" },
} satisfies Finding;

const seen = (key: string, p50: number): TrafficSummary["routes"][number] => ({
  service: "next-app",
  key,
  requests: 40,
  failed: 0,
  statuses: {},
  p50,
  p95: p50,
  firstByteP50: p50,
});
const traffic: TrafficSummary = {
  requests: 80,
  failed: 0,
  unsent: 0,
  seconds: 1,
  failures: [],
  routes: [seen("GET /api/account", 377), seen("GET /api/account/fixed", 275)],
};

describe("summaryLines", () => {
  it("names the place to change and sets the predicted saving beside the measured twin", () => {
    const [, line] = summaryLines([route], [finding], traffic, EXAMPLE_ROUTES);
    expect(line).toMatch(/^2,955 .*next-app GET \/api\/account .*377 ms .*97–100 ms .*102 ms .*route\.ts:7 GET$/);
  });

  it("shows only routes with findings, and says so when there is none", () => {
    const silent = { ...route, key: "GET /api/account/fixed", findings: 0 };
    expect(summaryLines([route, silent], [finding], traffic, EXAMPLE_ROUTES).join()).not.toContain("fixed");
    expect(summaryLines([silent], [], traffic, EXAMPLE_ROUTES)).toEqual(["No finding is open."]);
  });
});
