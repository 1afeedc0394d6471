import type { Finding } from "@weir/core";
import { edge } from "./trace.ts";

/** A finding with every field filled: two calls wait for the first. */
export function finding(more: Partial<Finding> = {}): Finding {
  const site = (call: string, line: number, name: string) => ({
    call,
    file: "app/dashboard/page.tsx",
    line,
    column: 18,
    function: name,
  });
  return {
    fingerprint: "9f2c00aa11bb22cc",
    kind: "serial",
    tier: "proven",
    status: "new",
    service: "web-shop",
    env: "staging",
    routes: ["GET /dashboard"],
    calls: [
      site("GET api.internal/user", 14, "getUser"),
      site("GET api.internal/offers", 15, "getOffers"),
      site("GET api.internal/inbox", 16, "getInbox"),
    ],
    startTogether: [[0, 1, 2]],
    edges: [edge(0, 1, "independent"), edge(1, 2, "independent")],
    saved: { p50: { low: 171, high: 181 }, p95: { low: 260, high: 305 }, share: 0.415 },
    waitPerMinute: 2394,
    requests: 1204,
    firstSeen: "2026-11-21T08:00:00.000Z",
    lastSeen: "2026-11-21T11:59:00.000Z",
    version: "3f9c1e2",
    place: { ...site("", 14, "Dashboard"), line: 14 },
    ...more,
  };
}
