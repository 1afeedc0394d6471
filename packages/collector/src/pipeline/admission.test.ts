import type { Request } from "@weir/core";
import { describe, expect, it } from "vitest";
import { Admission, OTHER_ROUTES } from "./admission.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;
const request = (over: Partial<Request> & { at?: number } = {}): Request =>
  ({
    service: "shop",
    env: "test",
    method: "GET",
    route: "/cart",
    start: (over.at ?? NOW) * 1000,
    end: (over.at ?? NOW) * 1000 + 5_000,
    ...over,
  }) as Request;

describe("Admission", () => {
  it.each([
    ["now", NOW, true],
    ["an hour ahead", NOW + 3_600_000, true],
    ["two hours ahead", NOW + 7_200_000, false],
    ["a month ago", NOW - 30 * DAY, true],
    ["a year ago", NOW - 365 * DAY, false],
    ["the epoch", 0, false],
  ])("%s", (_what, at, expected) => {
    const admission = new Admission();
    expect(admission.admit(request({ at }), NOW) !== undefined).toBe(expected);
    expect(admission.counts.wrongTime).toBe(expected ? 0 : 1);
  });

  it("counts routes above the bound together, and goes on telling the first ones apart", () => {
    const admission = new Admission();
    for (let id = 0; id < 2_000; id += 1) admission.admit(request({ route: `/item-${id}` }), NOW);
    expect(admission.admit(request({ route: "/one-more" }), NOW)?.route).toBe(OTHER_ROUTES);
    expect(admission.admit(request({ route: "/item-7" }), NOW)?.route).toBe("/item-7");
    expect(admission.admit(request({ service: "other", route: "/one-more" }), NOW)?.route).toBe("/one-more");
    expect(admission.counts.otherRoutes).toBe(1);
  });

  it("leaves out services above the bound", () => {
    const admission = new Admission();
    for (let id = 0; id < 500; id += 1) admission.admit(request({ service: `s${id}` }), NOW);
    expect(admission.admit(request({ service: "one-more" }), NOW)).toBeUndefined();
    expect(admission.admit(request({ service: "s3" }), NOW)).toBeDefined();
    expect(admission.counts.tooManyApps).toBe(1);
  });
});
