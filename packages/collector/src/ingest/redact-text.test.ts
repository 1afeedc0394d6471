import { urlTarget } from "@weir/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactName, redactStack, redactStatement, redactUrl } from "./redact-text.ts";

describe("redactUrl", () => {
  it.each([
    ["http://a/b", "http://a/b"],
    ["http://a:4200/b/7", "http://a:4200/b/7"],
    ["/b?x=1", "/b?x={}"],
    ["http://a/b?x=1&y=2#z", "http://a/b?x={}&y={}"],
    ["http://a/b?x={}&y={}", "http://a/b?x={}&y={}"],
    ["http://a/b?alice@example.com", "http://a/b?{}"],
    ["http://a/b?x=1=2&=3&&y", "http://a/b?x={}&={}&{}&{}"],
    ["http://a/b?", "http://a/b?"],
    ["http://a/b#x=1?y=2", "http://a/b"],
    ["http://a/b?x#secret=1&b", "http://a/b?{}"],
    ["http://bob:pw@a/b", "http://a/b"],
    ["http://bob@a", "http://a"],
    ["http://bob:p@w@a/b?c=@d", "http://a/b?c={}"],
    ["http://a/@user/b", "http://a/@user/b"],
    ["/@user", "/@user"],
    ["", ""],
  ])("%s -> %s", (url, redacted) => expect(redactUrl(url)).toBe(redacted));

  it("is done once done, and keeps what detection sees", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = redactUrl(url);
        expect(redactUrl(once)).toBe(once);
        expect(urlTarget(once)).toBe(urlTarget(url));
      }),
    );
  });

  it("keeps no value, whatever is around it", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.webQueryParameters(), (url, query) => {
        const secret = `https://u:s3cr3t@${url.slice(url.indexOf("://") + 3)}`;
        const all = `${secret}${secret.includes("?") ? "&" : "?"}t=s3cr3t&${query}&s3cr3t#s3cr3t`;
        expect(redactUrl(all)).not.toContain("s3cr3t");
      }),
    );
  });

  it("does not follow an endless query", () => {
    expect(redactUrl(`/a?${"x=1&".repeat(100_000)}`).length).toBeLessThan(1_000);
  });
});

describe("redactStatement", () => {
  it.each([
    [
      "postgresql",
      "SELECT * FROM t WHERE a = 'x' AND b = 12 FOR UPDATE",
      "SELECT * FROM t WHERE a = ? AND b = ? FOR UPDATE",
    ],
    ["mysql", 'SELECT * FROM t WHERE a = "x"', "SELECT * FROM t WHERE a = ?"],
    ["redis", "GET session:12345", "GET"],
    ["redis", "12345", undefined],
    ["mongodb", '{"find":"users","filter":{"email":"x"}}', undefined],
    ["", "", undefined],
  ])("%s: %s -> %s", (system, text, redacted) => expect(redactStatement(text, system)).toBe(redacted));

  it("keeps the end of a long statement, where its locks stand", () => {
    const columns = Array.from({ length: 200 }, (_, index) => `column_${"abcdefgh"[index % 8]}`).join(", ");
    const text = `SELECT ${columns} FROM t WHERE id = 7 FOR UPDATE`;
    expect(redactStatement(text, "postgresql")).toMatch(/id = \? FOR UPDATE$/);
  });

  it("answers alike before and after it has forgotten a statement", () => {
    const text = (number: number) => `SELECT ${"a".repeat(number % 7)} FROM t WHERE id = ${number}`;
    for (let number = 0; number < 5_000; number++) {
      expect(redactStatement(text(number), "")).not.toMatch(/\d/);
    }
    expect(redactStatement(text(0), "")).toBe("SELECT FROM t WHERE id = ?");
  });
});

describe("redactName", () => {
  it.each([
    ["GET /shop/[id]", "GET /shop/[id]"],
    ["executing api route (app) /api/x", "executing api route (app) /api/x"],
    ["fetch GET http://127.0.0.1:4200/config?ms=100", "fetch GET http://127.0.0.1:4200/config?ms={}"],
    ["GET /search?q=alice now", "GET /search?q={} now"],
    ["fetch POST https://bob:pw@api/x", "fetch POST https://api/x"],
    ["SELECT users", "SELECT users"],
    ["SELECT name FROM users WHERE email = 'alice@example.com'", "SELECT name FROM users WHERE email = ?"],
    ["@vercel/otel", "@vercel/otel"],
    ["what?", "what?"],
  ])("%s -> %s", (name, redacted) => expect(redactName(name)).toBe(redacted));
});

describe("redactStack", () => {
  it("keeps the lines, not the message above them", () => {
    expect(redactStack("TypeError: secret\n  more secret\n    at a (a.js:1:2)\n    at async b (b.js:3:4)")).toBe(
      "    at a (a.js:1:2)\n    at async b (b.js:3:4)",
    );
  });
});
