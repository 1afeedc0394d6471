import type { Status } from "@weir/core";
import { describe, expect, it } from "vitest";
import { sightOf, stageOf } from "./diagnosis.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const evidence = { values: true, callSites: true, lineage: true, source: true };
const agent = { service: "web", env: "dev", lastSeen: "2026-11-21T11:59:00Z", evidence };

function status(spans: number, requests: number, agents: Status["agents"], share = 1, dropped = 0): Status {
  return {
    version: "0.1.0",
    store: { kind: "embedded", ok: true },
    ingest: { spans, requests, dropped, duplicates: 0, lagMs: 0 },
    agents,
    coverage: { analysedShare: share, reasons: [] },
  };
}

describe("stageOf", () => {
  it.each([
    ["nothing", status(0, 0, []), 0],
    ["no-traffic", status(0, 0, [agent]), 0],
    ["agent-silent", status(0, 0, [{ ...agent, lastSeen: "2026-11-21T11:00:00Z" }]), 0],
    ["no-requests", status(10, 0, [agent]), 0],
    ["no-call-sites", status(10, 3, []), 2],
    ["no-call-sites", status(10, 3, [{ ...agent, evidence: { ...evidence, callSites: false } }]), 2],
    ["too-few", status(10, 3, [agent]), 0],
    ["working", status(10, 3, [agent]), 2],
  ] as const)("%s", (stage, facts, routes) => {
    expect(stageOf({ status: facts, routes, findings: 0, candidates: 0, now })).toBe(stage);
  });

  it("works once there are findings, whatever else is missing", () => {
    expect(stageOf({ status: status(10, 3, []), routes: 2, findings: 1, candidates: 0, now })).toBe("working");
  });
});

describe("stageOf, before the first finding", () => {
  it("tells routes that are clean from routes that await more requests", () => {
    const facts = { status: status(10, 3, [agent]), routes: 2, findings: 0, now };
    expect(stageOf({ ...facts, candidates: 3 })).toBe("too-few");
    expect(stageOf({ ...facts, candidates: 0 })).toBe("working");
  });
});

describe("sightOf", () => {
  it("never calls an empty list clean when requests were lost or not analysed", () => {
    expect(sightOf(status(10, 10, [agent], 0.96))).toBe("clear");
    expect(sightOf(status(10, 10, [agent], 0.96, 1))).toBe("partly");
    expect(sightOf(status(10, 10, [agent], 0.7))).toBe("partly");
    expect(sightOf(status(10, 10, [agent], 0.2))).toBe("blind");
    expect(sightOf(status(0, 0, [agent], 1))).toBe("blind");
  });
});
