import type { Route } from "@weir/core";

/** A route with every field filled. */
export function routeRow(more: Partial<Route> = {}): Route {
  const method = more.method ?? "GET";
  const route = more.route ?? "/dashboard";
  return {
    key: `${method} ${route}`,
    service: "web-shop",
    env: "staging",
    method,
    route,
    requests: 1204,
    requestsPerMinute: 14,
    p50: 412,
    p95: 690,
    findings: 1,
    waitPerMinute: 2394,
    saved: { p50: { low: 171, high: 181 }, p95: { low: 260, high: 305 }, share: 0.415 },
    since: "3f9c1e2",
    ...more,
  };
}
