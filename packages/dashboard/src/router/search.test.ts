import { describe, expect, it } from "vitest";
import { scopeOf, searchOf, searchText } from "./search.ts";

describe("searchOf", () => {
  it("keeps what belongs to the page and drops the rest", () => {
    const search = new URLSearchParams("env=staging&q=shop&z=1-2&utm_source=mail&method=");
    expect(searchOf("routes", search)).toEqual({ env: "staging", q: "shop" });
    expect(searchOf("trace", search)).toEqual({ env: "staging", q: "shop", z: "1-2" });
    expect(searchOf("route", new URLSearchParams("verdict=unknown&status=open"))).toEqual({ verdict: "unknown" });
    expect(searchOf("finding", new URLSearchParams("do=snooze"))).toEqual({ do: "snooze" });
    expect(searchOf("findings", new URLSearchParams("do=snooze"))).toEqual({});
  });

  it("is no way to reach an object's prototype", () => {
    expect(searchOf("routes", new URLSearchParams("constructor=1&toString=2&__proto__=3"))).toEqual({});
  });
});

describe("scopeOf", () => {
  it("goes along to another page without the page's own state", () => {
    expect(scopeOf({ env: "staging", range: "7d", q: "shop", lang: "ko" })).toEqual({
      env: "staging",
      range: "7d",
      lang: "ko",
    });
  });
});

describe("searchText", () => {
  it("gives one address for one state, whatever the order", () => {
    expect(searchText({ q: "a b", env: "staging" })).toBe("?env=staging&q=a+b");
    expect(searchText({ env: "staging", q: "a b" })).toBe("?env=staging&q=a+b");
    expect(searchText({ q: "" })).toBe("");
  });
});
