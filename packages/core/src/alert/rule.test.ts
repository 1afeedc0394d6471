import { describe, expect, it } from "vitest";
import type { AlertConditions } from "../api/alerts.ts";
import { plainText } from "./plain-text.ts";
import { heldByRule, isInhibited, isMatched, isPrivateEnv } from "./rule.ts";
import { ruleSentence } from "./rule-sentence.ts";
import type { StateChange, ToldFinding } from "./state-change.ts";

const FINDING: ToldFinding = {
  fingerprint: "f1",
  kind: "serial",
  tier: "proven",
  calls: [],
  startTogether: [],
  routes: ["GET /cart"],
  routeCount: 1,
  saved: { low: 60, high: 70, share: 0.2 },
  waitPerMinute: 3_000,
  requests: 40,
  hasPatch: false,
  why: [],
};

function change(fields: Partial<StateChange> = {}): StateChange {
  return {
    id: "c",
    at: 0,
    cause: "finding.opened",
    service: "shop",
    env: "staging",
    version: "b",
    finding: FINDING,
    isNew: true,
    by: "weir",
    reason: "life.new",
    ...fields,
  };
}

const held = (conditions: AlertConditions, fields: Partial<StateChange> = {}) =>
  heldByRule({ when: "finding.opened", if: conditions }, change(fields));

describe("a rule", () => {
  it("says why it does not speak of a change", () => {
    expect(held({})).toBeUndefined();
    expect(held({}, { cause: "finding.resolved" })).toBe("held.no-rule");
    expect(held({ envs: ["production"] })).toBe("held.env");
    expect(held({ services: ["web"] })).toBe("held.service");
    expect(held({ routes: ["/admin/**"] })).toBe("held.route");
    expect(held({ tiers: ["medium"] })).toBe("held.tier");
    expect(held({ minRequests: 41 })).toBe("held.requests");
    expect(held({ savedP50Ms: 61 })).toBe("held.saving");
    expect(held({ savedShare: 0.21 })).toBe("held.share");
    expect(held({ waitPerMinuteMs: 3_001 })).toBe("held.wait");
    expect(held({ newSince: "deploy" }, { isNew: false })).toBe("held.baseline");
    expect(held({ newSince: "deploy" }, { version: "" })).toBe("held.no-version");
    expect(
      held({ minRequests: 40, savedP50Ms: 60, savedShare: 0.2, waitPerMinuteMs: 3_000, newSince: "deploy" }),
    ).toBeUndefined();
  });

  it("speaks of development and previews only when it names them", () => {
    for (const env of ["development", "dev", "preview-7", "pr/12", "local", "ci"]) {
      expect(held({}, { env })).toBe("held.env");
      expect(held({ envs: [env] }, { env })).toBeUndefined();
    }
    for (const env of ["staging", "production", "devices", "prod", "testing-ground"])
      expect(isPrivateEnv(env)).toBe(false);
  });

  it("is a sentence", () => {
    const rule = { when: "finding.opened", if: { newSince: "deploy", savedP50Ms: 50 }, notify: ["slack"] } as const;
    expect(ruleSentence(rule, "en")).toMatch(
      /^When a needless wait is found, new since the last deploy, saving at least 50\sms of the median request, tell slack\.$/,
    );
    expect(ruleSentence(rule, "ko")).toContain("알릴 곳: slack");
  });
});

describe("what holds others back", () => {
  it("matches by every field it names", () => {
    expect(isMatched({ env: "staging", route: "/cart" }, change())).toBe(true);
    expect(isMatched({ env: "staging", route: "/admin" }, change())).toBe(false);
    expect(isMatched({ rule: "new" }, change(), "new")).toBe(true);
    expect(isMatched({ rule: "new" }, change())).toBe(false);
    const { finding: _finding, ...silent } = change({ cause: "ingest.silent" });
    expect(isMatched({ route: "/cart" }, silent)).toBe(false);
  });

  it("holds for equal labels, and for a source that concerns everything", () => {
    const inhibitions = [
      { source: "ingest.degraded", target: ["finding.resolved"], equal: ["service", "env"] },
    ] as const;
    const resolved = change({ cause: "finding.resolved" });
    expect(isInhibited(resolved, inhibitions, [{ cause: "ingest.degraded" }])).toBe(true);
    expect(isInhibited(resolved, inhibitions, [{ cause: "ingest.degraded", service: "shop", env: "staging" }])).toBe(
      true,
    );
    expect(isInhibited(resolved, inhibitions, [{ cause: "ingest.degraded", service: "web", env: "staging" }])).toBe(
      false,
    );
    expect(isInhibited(change(), inhibitions, [{ cause: "ingest.degraded" }])).toBe(false);
    expect(isInhibited(resolved, inhibitions, [])).toBe(false);
  });
});

describe("text from outside", () => {
  it("has no control character, no hidden one, and no more than fits", () => {
    expect(plainText("a\u0000b\nc\u2028d", 50)).toBe("a b c d");
    expect(plainText("a\u202Eb\u200Bc\uFEFF", 50)).toBe("abc");
    expect(plainText("x".repeat(10), 5)).toBe("xxxx…");
    expect(plainText("\u{1F600}".repeat(5), 4)).toBe("\u{1F600}…");
  });
});
