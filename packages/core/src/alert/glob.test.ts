import { describe, expect, it } from "vitest";
import { fitsGlob } from "./glob.ts";

describe("a pattern", () => {
  it.each([
    ["/admin/**", "GET /admin/users", true],
    ["/admin/**", "GET /admin", true],
    ["/admin/**", "GET /administrators", false],
    ["GET /cart", "GET /cart", true],
    ["/cart", "GET /cart", true],
    ["/cart", "GET /cart/items", false],
    ["/shop/*", "GET /shop/shoes", true],
    ["/shop/*", "GET /shop/shoes/red", false],
    ["staging*", "staging-eu", true],
    ["*", "staging", true],
    ["**", "GET /a/b", true],
    ["web-*-eu", "web-shop-eu", true],
    ["web-*-eu", "web-shop-us", false],
    ["[a-z]+", "abc", false],
    ["(.*)+$", "x", false],
    ["", "x", false],
  ])("%s and %s: %s", (pattern, text, fits) => {
    expect(fitsGlob(pattern, text)).toBe(fits);
  });

  it("is never slow", () => {
    expect(fitsGlob(`${"**a".repeat(90)}b`, "a".repeat(2_000))).toBe(false);
  });
});
