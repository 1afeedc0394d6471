import type { Deploy } from "@weir/core";
import { describe, expect, it } from "vitest";
import { finding } from "../testing/finding.ts";
import { appsOf, compareVersions, pairToCompare } from "./compare.ts";

const deploy = (version: string, firstSeen: string, service = "web"): Deploy => ({
  service,
  env: "staging",
  version,
  firstSeen,
  lastSeen: firstSeen,
  requests: 100,
});
const old = deploy("a07b2", "2026-11-20T00:00:00Z");
const fresh = deploy("3f9c1", "2026-11-21T00:00:00Z");

describe("appsOf and pairToCompare", () => {
  it("compare the newest version with the one before it", () => {
    const [app] = appsOf([old, fresh, deploy("", "2026-11-22T00:00:00Z")]);
    expect(pairToCompare(app!.deploys, undefined, undefined)).toEqual({ base: old, head: fresh });
  });

  it("take the versions named, and nothing when there is no second one", () => {
    const other = deploy("00000", "2026-11-19T00:00:00Z");
    expect(pairToCompare([fresh, old, other], "00000", "a07b2")).toEqual({ base: other, head: old });
    expect(pairToCompare([fresh], undefined, undefined)).toBeUndefined();
    expect(pairToCompare([fresh, old], "a07b2", "a07b2")).toBeUndefined();
  });

  it("put the app deployed last first", () => {
    const apps = appsOf([old, deploy("x", "2026-11-23T00:00:00Z", "api")]);
    expect(apps.map((app) => app.service)).toEqual(["api", "web"]);
  });
});

describe("compareVersions", () => {
  const saved = (low: number) => ({ ...finding().saved, p50: { low, high: low + 5 } });

  it("sorts findings into new, worse, gone and same, and calls nothing gone whose routes were hardly asked for", () => {
    const gain = {
      at: "2026-11-21T00:00:00Z",
      before: "a07b2",
      after: "3f9c1",
      route: "GET /measured",
      requests: { before: 100, after: 100 },
      predicted: { low: 80, high: 90 },
      measured: { p50: 85, range: { low: 80, high: 90 }, p95: 85 },
    };
    const base = [
      finding({ fingerprint: "gone", routes: ["GET /never", "GET /asked"] }),
      finding({ fingerprint: "rarely", routes: ["GET /rarely"] }),
      finding({ fingerprint: "never", routes: ["GET /never"] }),
      finding({ fingerprint: "measured", routes: ["GET /never"], gain }),
      finding({ fingerprint: "worse", saved: saved(100) }),
      finding({ fingerprint: "same", saved: saved(100) }),
      finding({ fingerprint: "tiny", saved: saved(10) }),
    ];
    const head = [
      finding({ fingerprint: "worse", saved: saved(131) }),
      finding({ fingerprint: "same", saved: saved(124) }),
      finding({ fingerprint: "tiny", saved: saved(30) }),
      finding({ fingerprint: "new" }),
    ];
    const result = compareVersions(base, head, [
      { key: "GET /asked", requests: 30 },
      { key: "GET /rarely", requests: 29 },
    ]);
    const names = (list: readonly { fingerprint: string }[]): string[] => list.map((one) => one.fingerprint);
    expect(names(result.came)).toEqual(["new"]);
    expect(names(result.worse)).toEqual(["worse"]);
    expect(names(result.went)).toEqual(["gone", "measured"]);
    expect(names(result.unasked)).toEqual(["rarely", "never"]);
    expect(names(result.same)).toEqual(["same", "tiny"]);
  });
});
