import { describe, expect, it } from "vitest";
import { linesMatching, patternOf } from "./pattern.ts";

describe("patternOf", () => {
  it.each([
    ["/^GET \\/shop/", "^GET \\/shop"],
    ["/a|b/", "a|b"],
    ["/shop", undefined],
    ["shop/", undefined],
    ["//", undefined],
    ["", undefined],
    [undefined, undefined],
    [`/${"a".repeat(201)}/`, undefined],
  ])("of %s is %s", (filter, pattern) => {
    expect(patternOf(filter)).toBe(pattern);
  });
});

describe("linesMatching", () => {
  it("names lines by their place, whatever their case", () => {
    expect(linesMatching("shop/(cart|pay)$", "GET /Shop/cart\nGET /shop/carts\nPOST /shop/PAY")).toEqual([0, 2]);
  });

  it("says when something is no pattern", () => {
    expect(linesMatching("(", "GET /")).toBeUndefined();
  });
});
