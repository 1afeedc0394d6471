import { describe, expect, it } from "vitest";
import { countTabs, firstTab, tabOf } from "./tabs.ts";

describe("tabOf", () => {
  it.each([
    ["new", "proven", "new"],
    ["open", "high", "open"],
    ["ongoing", "proven", "open"],
    ["escalating", "proven", "open"],
    ["regressed", "proven", "regressed"],
    ["new", "medium", "review"],
    ["open", "speculative", "speculative"],
    ["open", "unknown", "needs-evidence"],
    ["candidate", "proven", "needs-evidence"],
    ["snoozed", "medium", "snoozed"],
    ["accepted", "proven", "accepted"],
    ["not-a-waterfall", "proven", "accepted"],
    ["resolved", "proven", "resolved"],
    ["stale", "medium", "resolved"],
  ] as const)("%s, %s goes to %s", (status, tier, tab) => {
    expect(tabOf({ status, tier })).toBe(tab);
  });
});

describe("firstTab", () => {
  it("opens where there is something to decide", () => {
    expect(firstTab(countTabs([{ status: "open", tier: "proven" }]))).toBe("open");
    expect(
      firstTab(
        countTabs([
          { status: "open", tier: "proven" },
          { status: "new", tier: "proven" },
        ]),
      ),
    ).toBe("new");
    expect(firstTab(countTabs([]))).toBe("open");
  });
});
