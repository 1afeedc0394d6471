import { FIRST_QUESTION } from "@weir/core";
import { describe, expect, it } from "vitest";
import { findingAddress, routeAddress, routesAddress, scopeParams } from "./addresses.ts";

const now = Date.parse("2026-11-21T12:00:42Z");

describe("scopeParams", () => {
  it("asks for the last day without naming it, so the answer can be kept", () => {
    expect(scopeParams({}, now)).toEqual({});
    expect(scopeParams({ range: "24h" }, now)).toEqual({});
  });

  it("moves the start of another range once a minute", () => {
    expect(scopeParams({ range: "1h" }, now)).toEqual({ from: "2026-11-21T11:00:00.000Z" });
    expect(scopeParams({ range: "1h" }, now + 10_000)).toEqual(scopeParams({ range: "1h" }, now));
  });

  it("takes an explicit stretch over a range and ignores a range that does not exist", () => {
    const stretch = { from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z" };
    expect(scopeParams({ range: "7d", ...stretch }, now)).toEqual(stretch);
    expect(scopeParams({ range: "1 parsec" }, now)).toEqual({});
  });
});

describe("addresses", () => {
  it("of the first page's list is the one whose answer collectors keep at hand", () => {
    expect(routesAddress({}, now)).toBe(FIRST_QUESTION);
  });

  it("encode names from outside", () => {
    expect(routeAddress("GET /a?b#c/[d]", {}, now)).toBe("routes/GET%20%2Fa%3Fb%23c%2F%5Bd%5D");
    expect(findingAddress("../status")).toBe("findings/..%2Fstatus");
    expect(routesAddress({ q: "a&b=c", env: "staging" }, now)).toBe("routes?env=staging&q=a%26b%3Dc&limit=200");
  });
});
