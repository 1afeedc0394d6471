import { describe, expect, it } from "vitest";
import { comparableBody } from "./comparable-body.ts";

describe("comparableBody", () => {
  it("takes JSON for its values, whatever the order of its keys", () => {
    const json = (text: string): string => comparableBody("application/json", text);
    expect(json('{"a":1,"b":[{"d":1,"c":2}]}')).toBe(json('{"b":[{"c":2,"d":1}],"a":1}'));
    expect(json("[1,2]")).not.toBe(json("[2,1]"));
  });

  it("takes a page for its text, whatever its scripts and the order it was streamed in", () => {
    const html = (text: string): string => comparableBody("text/html; charset=utf-8", text);
    const page = html("<head><title>T</title></head><p>One</p><!-- x --><script>var a</script><p>Two</p>");
    expect(page).toBe(html("<p>Two</p><div hidden><p>One</p></div>"));
    expect(page).not.toBe(html("<p>One</p><p>Three</p>"));
  });
});
