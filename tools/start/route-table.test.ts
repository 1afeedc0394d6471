import { describe, expect, it } from "vitest";
import type { ExampleRoute } from "../../examples/manifest/example-route.ts";
import type { Finding, Pair, Route } from "../../packages/core/src/api/types.ts";
import { routeTable } from "./route-table.ts";

const request = (): { path: string } => ({ path: "/" });
const manifest: readonly ExampleRoute[] = [
  { service: "next-app", key: "GET /b", about: "writes in order", expectation: "must-not-flag", request },
  { service: "next-app", key: "GET /a/fixed", about: "together", expectation: "twin", request },
  {
    service: "next-app",
    key: "GET /a",
    about: "in a row",
    expectation: "waterfall",
    twin: "GET /a/fixed",
    findings: [],
    request,
  },
];
const timed = (key: string, p50: number): { service: string; key: string; p50: number } => ({
  service: "next-app",
  key,
  p50,
});

const pair = (from: string, to: string, verdict: string): Pair =>
  ({ from: { call: from }, to: { call: to }, verdict, tier: "proven" }) as unknown as Pair;

describe("routeTable", () => {
  it("puts the prediction beside what the twin measured, and waterfalls before the rest", () => {
    const table = routeTable(manifest, {
      traffic: {
        routes: [timed("GET /a", 300), timed("GET /a/fixed", 198.6), timed("GET /b", 50)].map((route) => ({
          ...route,
          requests: 1,
          failed: 0,
          statuses: {},
          p95: route.p50,
          firstByteP50: route.p50,
        })),
        requests: 3,
        failed: 0,
        unsent: 0,
        seconds: 1,
        failures: [],
      },
      routes: [{ service: "next-app", key: "GET /b", notWorthIt: 1 } as unknown as Route],
      findings: [
        {
          kind: "serial",
          tier: "proven",
          service: "next-app",
          routes: ["GET /a"],
          place: { call: "GET h/x", file: "app/a/route.ts", line: 3 },
          saved: { p50: { low: 97.4, high: 101.2 } },
        } as unknown as Finding,
      ],
      pairs: new Map([
        [
          "next-app GET /a",
          [
            pair("GET h/session", "GET h/config/shop", "independent"),
            pair("GET h/session", "GET h/accounts/{id}", "data"),
            pair("GET h/config/shop", "POST h/orders", "data"),
          ],
        ],
      ]),
      whatIf: new Map([
        [
          "next-app GET /a",
          {
            saved: { low: 99, high: 99 },
            savedToFirstByte: { low: 40, high: 44.4 },
            duration: { low: 201, high: 201 },
            findings: [],
          },
        ],
      ]),
    });
    const [, , first, second, third] = table.split("\n");
    expect(first).toBe(
      "| Next.js | `GET /a` | in a row | **independent, proven**: session → shop<br>**data**: session → accounts, " +
        "shop → POST orders | `serial`, proven at `app/a/route.ts:3` | 97–101 ms | 99 ms | 101 ms | 300 ms | " +
        "40–44 ms | 101 ms |",
    );
    expect(second).toContain("`GET /a/fixed` | together |  | nothing |");
    expect(third).toContain("`GET /b` | writes in order |  | not worth it |");
  });
});
