import { describe, expect, it } from "vitest";
import type { ExpectedFinding } from "../../examples/manifest/example-route.ts";
import type { Finding } from "../../packages/core/src/api/types.ts";
import { isCall, misses } from "./expectation.ts";

const expected: ExpectedFinding = {
  kind: "serial",
  places: [{ file: "app/api/account/route.ts", function: "GET" }],
  startTogether: ["GET /identity/session", "GET /accounts/*"],
};
const finding = {
  kind: "serial",
  place: { call: "GET h/identity/session", file: "app/api/account/route.ts", function: "GET" },
  calls: [{ call: "GET h:1/identity/session" }, { call: "GET h:1/x" }, { call: "GET h:1/accounts/{id}" }],
  startTogether: [[1], [0, 2]],
} as unknown as Finding;

describe("misses", () => {
  it("accepts the planned finding, and names each thing that differs", () => {
    expect(misses(finding, expected)).toEqual([]);
    const other = { ...finding, kind: "loop", startTogether: [[0], [2]] } as unknown as Finding;
    expect(misses(other, { ...expected, places: [{ file: "route.ts", function: "POST" }] })).toEqual([
      "kind loop instead of serial",
      "place app/api/account/route.ts GET",
      "GET /identity/session and GET /accounts/* do not start together in [GET h:1/identity/session] [GET h:1/accounts/{id}]",
    ]);
  });

  it("takes a file name only as whole segments", () => {
    const own = {
      ...finding,
      place: { ...finding.place, file: "examples/next-app/app/api/account/route.ts" },
    } as Finding;
    expect(misses(own, expected)).toEqual([]);
    expect(misses(own, { ...expected, places: [{ file: "unt/route.ts" }] })).toHaveLength(1);
  });
});

describe("isCall", () => {
  it("compares method and path, one segment per star, whatever host and query", () => {
    expect(isCall("GET 127.0.0.1:4200/prices/{id}", "GET /prices/*")).toBe(true);
    expect(isCall("GET api.internal/prices?skus={}", "GET /prices")).toBe(true);
    expect(isCall("POST api.internal/prices", "GET /prices")).toBe(false);
    expect(isCall("GET api.internal/prices/{id}/old", "GET /prices/*")).toBe(false);
  });
});
