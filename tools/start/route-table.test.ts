import { describe, expect, it } from "vitest";
import type { ExampleRoute } from "../../examples/manifest/example-route.ts";
import type { Finding, Pair } from "../../packages/core/src/api/types.ts";
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
          [{ verdict: "independent" }, { verdict: "data" }, { verdict: "data" }] as unknown as Pair[],
        ],
      ]),
    });
    const [, , first, second, third] = table.split("\n");
    expect(first).toBe(
      "| Next.js | `GET /a` | in a row | independent, 2 data | `serial`, proven at `app/a/route.ts:3` | 97–101 ms | 101 ms | 300 ms |",
    );
    expect(second).toContain("`GET /a/fixed` | together |  | nothing |");
    expect(third).toContain("`GET /b`");
  });
});
