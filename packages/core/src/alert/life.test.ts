import { describe, expect, it } from "vitest";
import type { FindingStatus } from "../api/types.ts";
import { type Life, LIFE_POLICY, nextLife, type Observed } from "./life.ts";
import { rememberedStatus } from "./remembered-status.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function observed(status: FindingStatus, fields: Partial<Observed> = {}): Observed {
  return {
    service: "shop",
    env: "staging",
    fingerprint: "f1",
    status,
    tier: "proven",
    listed: ["new", "open", "ongoing", "escalating", "regressed"].includes(status),
    withdrawn: false,
    version: "b",
    savedLow: 100,
    requestsPerMinute: 10,
    ...fields,
  };
}

/** Takes observations one after another; gives the statuses and what there was to tell. */
function live(...steps: readonly (readonly [at: number, observed: Observed])[]): readonly string[] {
  let life: Life | undefined;
  return steps.map(([at, seen]) => {
    const step = nextLife(life, seen, at, LIFE_POLICY);
    life = step.life;
    const told = step.change === undefined ? "" : ` ${step.change.cause ?? "-"}`;
    return `${life.status}${told}`;
  });
}

describe("the life of a finding", () => {
  it("tells what opened, was fixed and came back, each once", () => {
    expect(
      live(
        [0, observed("new")],
        [1, observed("new")],
        [2, observed("resolved", { version: "c" })],
        [3, observed("resolved", { version: "c" })],
        [4, observed("regressed", { version: "d" })],
        [5, observed("regressed", { version: "d" })],
      ),
    ).toEqual([
      "new finding.opened",
      "new",
      "resolved finding.resolved",
      "resolved",
      "regressed finding.regressed",
      "regressed",
    ]);
  });

  it("says nothing of getting old, of missing traffic, or of traffic that is back", () => {
    expect(
      live(
        [0, observed("new")],
        [8 * DAY, observed("ongoing")],
        [9 * DAY, observed("stale")],
        [10 * DAY, observed("ongoing")],
      ),
    ).toEqual(["new finding.opened", "ongoing -", "stale -", "ongoing -"]);
  });

  it("opens when evidence makes it sure, not when it is first seen", () => {
    expect(live([0, observed("new", { tier: "medium", listed: false })], [1, observed("new")])).toEqual([
      "new -",
      "new finding.opened",
    ]);
  });

  it("never calls fixed what evidence took back", () => {
    const back = observed("new", { tier: "unknown", listed: false, withdrawn: true });
    const first = nextLife(undefined, observed("new"), 0, LIFE_POLICY);
    expect(nextLife(first.life, back, 1, LIFE_POLICY).change).toMatchObject({
      cause: "finding.resolved",
      withdrawn: true,
      reason: "life.withdrawn",
      to: "new",
    });
  });

  it("escalates by half of the saving, the rate, or a tier, measured against a settled hour", () => {
    const settled = [
      [0, observed("new")],
      [HOUR, observed("new")],
    ] as const;
    const worse = (fields: Partial<Observed>) => live(...settled, [HOUR + 1, observed("new", fields)]).at(-1);
    expect(worse({ savedLow: 149 })).toBe("new");
    expect(worse({ savedLow: 150 })).toBe("escalating finding.escalated");
    expect(worse({ requestsPerMinute: 15 })).toBe("escalating finding.escalated");
    expect(live([0, observed("new")], [1, observed("new", { savedLow: 500 })]).at(-1)).toBe("new");
    const again = live(
      ...settled,
      [2 * HOUR, observed("new", { savedLow: 200 })],
      [3 * HOUR, observed("new", { savedLow: 250 })],
      [10 * DAY, observed("ongoing")],
    );
    expect(again.slice(2)).toEqual(["escalating finding.escalated", "escalating", "ongoing -"]);
  });

  it("keeps who decided and why", () => {
    const first = nextLife(undefined, observed("new"), 0, LIFE_POLICY);
    const accepted = observed("accepted", { listed: false, decision: { by: "kim", reason: "legacy" } });
    expect(nextLife(first.life, accepted, 1, LIFE_POLICY).change).toEqual({
      from: "new",
      to: "accepted",
      version: "b",
      by: "kim",
      reason: "legacy",
    });
  });
});

describe("what is remembered", () => {
  it("corrects what counts say where counts cannot know", () => {
    expect(rememberedStatus("resolved", { status: "ongoing" })).toBe("ongoing");
    expect(rememberedStatus("resolved", { status: "resolved" })).toBe("resolved");
    expect(rememberedStatus("resolved", undefined)).toBe("resolved");
    expect(rememberedStatus("ongoing", { status: "escalating" })).toBe("escalating");
    expect(rememberedStatus("new", { status: "regressed" })).toBe("regressed");
    expect(rememberedStatus("stale", { status: "ongoing" })).toBe("stale");
    expect(rememberedStatus("accepted", { status: "ongoing" })).toBe("accepted");
  });
});
