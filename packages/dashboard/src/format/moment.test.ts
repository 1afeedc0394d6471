import { describe, expect, it } from "vitest";
import { formatAgo, formatMoment } from "./moment.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

describe("formatAgo", () => {
  it.each([
    ["2026-11-21T11:59:59.700Z", "now"],
    ["2026-11-21T11:59:18Z", "42 seconds ago"],
    ["2026-11-21T11:57:00Z", "3 minutes ago"],
    ["2026-11-21T09:00:00Z", "3 hours ago"],
    ["2026-11-18T11:00:00Z", "3 days ago"],
  ])("%s reads %s", (at, text) => {
    expect(formatAgo(at, now, "en")).toBe(text);
  });

  it("speaks Korean", () => {
    expect(formatAgo("2026-11-21T11:57:00Z", now, "ko")).toBe("3분 전");
  });

  it("gives back what is no date", () => {
    expect(formatAgo("never", now, "en")).toBe("never");
    expect(formatMoment("never", now, "en")).toBe("never");
  });
});

describe("formatMoment", () => {
  it("names the year only when it is another one", () => {
    expect(formatMoment("2026-03-01T12:00:00Z", now, "en")).not.toContain("2026");
    expect(formatMoment("2025-03-01T12:00:00Z", now, "en")).toContain("2025");
  });
});
