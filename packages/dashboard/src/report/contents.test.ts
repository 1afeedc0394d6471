import { describe, expect, it } from "vitest";
import { contentsOf } from "./contents.ts";

describe("contentsOf", () => {
  it("finds hosts, query names, files and lines of source wherever they stand", () => {
    const finding = {
      calls: [
        { call: "GET api.internal/users/{id}?page&sort", file: "app/page.tsx", line: 3 },
        { call: "POST pay.example:8443/charge", file: "app/pay.ts" },
      ],
      timeline: {
        calls: [{ call: "GET api.internal/offers", site: { call: "GET api.internal/offers", file: "app/page.tsx" } }],
      },
      code: [{ file: "app/page.tsx", firstLine: 1, lines: ["a", "b", "c"], marks: [] }],
      patch: "--- a/app/page.tsx\n+++ b/app/page.tsx\n@@ -1,1 +1,1 @@\n-old\n+new\n",
    };
    expect(contentsOf([finding])).toEqual({
      hosts: ["api.internal", "pay.example:8443"],
      queryKeys: ["page", "sort"],
      files: ["app/page.tsx", "app/pay.ts"],
      routes: [],
      lines: 7,
    });
  });

  it("names the routes of a list", () => {
    expect(contentsOf([{ key: "GET /b" }, { key: "GET /a" }, { routeKey: "GET /a" }]).routes).toEqual([
      "GET /a",
      "GET /b",
    ]);
  });

  it("takes no statement or cache key for a host", () => {
    expect(contentsOf({ calls: [{ call: "SELECT orders" }, { call: "GET session:{id}" }] }).hosts).toEqual([]);
  });

  it("ends however deep the answer is", () => {
    let deep: unknown = { call: "GET far.away/x" };
    for (let level = 0; level < 5000; level += 1) deep = { deep };
    expect(contentsOf(deep).hosts).toEqual([]);
  });
});
