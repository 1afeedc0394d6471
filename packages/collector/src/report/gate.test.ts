import type { Finding } from "@weir/core";
import { describe, expect, it } from "vitest";
import { addAccepted, readAccepted } from "./accepted-file.ts";
import { readBaseline, writeBaseline } from "./baseline.ts";
import { compareSurveys } from "./compare-surveys.ts";
import { missingEvidence } from "./evidence.ts";
import { type GateConfig, gateConfigSchema } from "./gate-config.ts";
import { judgeGate } from "./gate.ts";
import { matchesRoute } from "./route-glob.ts";
import type { Survey } from "./survey.ts";

function finding(fields: Partial<Finding> = {}, low = 120, high = 140): Finding {
  return {
    fingerprint: "aaaaaaaaaaaaaaa1",
    kind: "serial",
    tier: "proven",
    status: "new",
    service: "shop",
    env: "development",
    routes: ["GET /dashboard"],
    calls: [],
    startTogether: [],
    edges: [],
    saved: { p50: { low, high }, p95: { low, high }, share: 0.4 },
    waitPerMinute: 0,
    requests: 8,
    firstSeen: "2026-11-21T00:00:00.000Z",
    lastSeen: "2026-11-21T00:00:00.000Z",
    ...fields,
  };
}

function config(given: object = {}): GateConfig {
  return gateConfigSchema.parse(given);
}

function judge(one: Finding, given: object = {}, more: { before?: number; accepted?: boolean } = {}) {
  const baseline =
    more.before === undefined
      ? undefined
      : readBaseline(writeBaseline([finding({}, more.before)], "pessimistic"), "baseline");
  const entry = { fingerprint: one.fingerprint, reason: "law" };
  const accepted = new Map(more.accepted === true ? [[one.fingerprint, entry]] : []);
  const [outcome] = judgeGate({ findings: [one], config: config(given), baseline, accepted });
  return outcome === undefined ? undefined : `${outcome.state} ${outcome.level}`;
}

describe("judgeGate", () => {
  it("fails on a proven wait that nobody has seen before", () => {
    expect(judge(finding())).toBe("new error");
  });

  it("leaves alone what the baseline has, until it is a quarter and 30 ms worse", () => {
    expect(judge(finding(), {}, { before: 120 })).toBe("known off");
    expect(judge(finding({}, 149), {}, { before: 120 })).toBe("known off");
    expect(judge(finding({}, 151), {}, { before: 120 })).toBe("worse error");
    expect(judge(finding({}, 400), {}, { before: 375 })).toBe("known off");
  });

  it("leaves alone what somebody accepted, however bad", () => {
    expect(judge(finding({}, 900), {}, { accepted: true })).toBe("accepted off");
  });

  it("never fails on what is not proven, unless a rule asks for that tier", () => {
    expect(judge(finding({ tier: "high" }))).toBe("review off");
    expect(judge(finding({ tier: "high" }), { assert: [{ tier: "high", new: "warn" }] })).toBe("new warn");
    expect(judge(finding({ tier: "unknown" }), { assert: [{ tier: "unknown", level: "error" }] })).toBe("review off");
  });

  it("says that it was seen too seldom instead of passing it", () => {
    expect(judge(finding({ requests: 4 }))).toBe("too-few error");
    expect(judge(finding({ requests: 4 }), { minRequests: 3 })).toBe("new error");
  });

  it("minds the limit of the end of the saving it is told to look at", () => {
    expect(judge(finding({}, 40, 90))).toBe("small off");
    expect(judge(finding({}, 40, 90), { estimator: "optimistic" })).toBe("new error");
    expect(judge(finding(), { assert: [{ savedP50: "<= 0.2s" }] })).toBe("small off");
    expect(judge(finding(), { assert: [{ savedShare: "<= 50%" }] })).toBe("small off");
  });

  it("lets later rules win, and the strictest route of several", () => {
    const rules = [
      { routes: "**", new: "error" },
      { routes: "/admin/**", new: "warn" },
    ];
    expect(judge(finding({ routes: ["GET /admin/users"] }), { assert: rules })).toBe("new warn");
    expect(judge(finding({ routes: ["GET /admin", "GET /shop"] }), { assert: rules })).toBe("new error");
    expect(judge(finding({ routes: ["GET /admin"] }), { assert: [...rules, { level: "off" }] })).toBe("new off");
  });

  it("refuses a limit that it cannot read, naming it", () => {
    expect(gateConfigSchema.safeParse({ assert: [{ savedP50: "50 bananas" }] }).error?.message).toContain("<= 50ms");
    expect(gateConfigSchema.safeParse({ minRequest: 5 }).success).toBe(false);
  });
});

describe("matchesRoute", () => {
  it.each([
    ["/admin/**", "GET /admin/a/b", true],
    ["/admin/**", "GET /admin", true],
    ["/admin/**", "GET /administration", false],
    ["/shop/*", "GET /shop/[id]", true],
    ["/shop/*", "GET /shop/a/b", false],
    ["POST /**", "POST /orders", true],
    ["POST /**", "GET /orders", false],
    ["**", "GET /", true],
    ["/shop/[id]", "GET /shop/[id]", true],
    ["/shop/[id]", "GET /shop/i", false],
  ])("%s on %s: %s", (glob, route, fits) => {
    expect(matchesRoute(glob, route)).toBe(fits);
  });
});

describe("missingEvidence", () => {
  const enough = {
    spans: 90,
    requests: 9,
    routes: 1,
    calls: 18,
    dropped: 0,
    analysedShare: 1,
    reasons: [],
    callSites: true,
  };
  const few = judgeGate({
    findings: [finding({ requests: 1 })],
    config: config(),
    baseline: undefined,
    accepted: new Map(),
  });

  it.each([
    ["nothing arrived", { spans: 0, requests: 0 }, ["no-spans"]],
    ["spans without requests", { requests: 0 }, ["no-requests"]],
    ["requests without calls", { calls: 0 }, ["no-calls"]],
    ["no place of any call", { callSites: false }, ["no-call-sites"]],
    ["half of it not judged", { analysedShare: 0.49 }, ["low-coverage"]],
    ["spans lost", { dropped: 1 }, ["dropped"]],
  ])("%s is never green", (_what, change, expected) => {
    expect(missingEvidence({ ...enough, ...change }, [], { minCoverage: 0.5 })).toEqual(expected);
  });

  it("asks for more requests where a wait was seen too seldom, and for nothing when all is there", () => {
    expect(missingEvidence(enough, few, { minCoverage: 0.5 })).toEqual(["too-few-requests"]);
    expect(missingEvidence(enough, [], { minCoverage: 0.5 })).toEqual([]);
  });
});

describe("the accepted file", () => {
  const now = Date.UTC(2027, 0, 31, 23);
  const entry = { fingerprint: "aaaaaaaaaaaaaaa1", reason: "by law", by: "Ana", expires: "2027-01-31" };

  it("holds until the end of its day, and says when it is over", () => {
    const text = addAccepted(undefined, entry, "weir.accepted.yaml");
    expect([...readAccepted(text, "f", now).valid.values()]).toEqual([entry]);
    const later = readAccepted(text, "f", now + 3_600_000);
    expect([later.valid.size, later.expired]).toEqual([0, [entry]]);
  });

  it("keeps comments and other entries, and has one entry per place", () => {
    const text = "version: 1\naccepted:\n  # the old one\n  - { fingerprint: bbbbbbbbbbbbbbb2, reason: old }\n";
    const twice = addAccepted(addAccepted(text, entry, "f"), { ...entry, reason: "other" }, "f");
    expect(twice).toContain("# the old one");
    expect(readAccepted(twice, "f", now).all.map(({ reason }) => reason)).toEqual(["old", "other"]);
  });

  it.each([
    ["no reason", "version: 1\naccepted: [{ fingerprint: aaaaaaaaaaaaaaa1 }]"],
    ["a fingerprint that is none", "version: 1\naccepted: [{ fingerprint: x, reason: y }]"],
    ["a key misspelt", "version: 1\naccepted: [{ fingerprint: aaaaaaaaaaaaaaa1, reason: y, expire: 2027-01-01 }]"],
    ["no YAML", "version: [1"],
  ])("refuses %s: a silent entry would silence nothing, or too much", (_what, text) => {
    expect(() => readAccepted(text, "weir.accepted.yaml", now)).toThrow("weir.accepted.yaml");
  });
});

describe("compareSurveys", () => {
  const survey = (findings: readonly Finding[], requests = 9): Survey =>
    ({ findings, routes: [{ key: "GET /dashboard", requests }] }) as unknown as Survey;
  const changes = (base: Survey, head: Survey): string[] =>
    compareSurveys(base, head, { minRequests: 5, estimator: "pessimistic" }).map(({ change }) => change);

  it("tells new, worse and better from the same", () => {
    expect(changes(survey([]), survey([finding()]))).toEqual(["new"]);
    expect(changes(survey([finding()]), survey([finding({}, 200)]))).toEqual(["worse"]);
    expect(changes(survey([finding({}, 200)]), survey([finding()]))).toEqual(["better"]);
    expect(changes(survey([finding()]), survey([finding({}, 130)]))).toEqual(["same"]);
  });

  it("calls a wait gone only where its route was asked often enough", () => {
    expect(changes(survey([finding()]), survey([], 5))).toEqual(["gone"]);
    expect(changes(survey([finding()]), survey([], 4))).toEqual(["unseen"]);
  });
});
