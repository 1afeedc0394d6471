import { describe, expect, it } from "vitest";
import { effectOf } from "./graphql-effect.ts";

const effect = (body: unknown, method = "POST"): "read" | "write" | undefined =>
  effectOf({
    method,
    url: "http://api/graphql",
    headers: () => [],
    body: () => (typeof body === "string" ? body : JSON.stringify(body)),
  });

describe("the effect of a GraphQL request", () => {
  it.each<[string, unknown, "read" | "write" | undefined]>([
    ["a query", { query: "query A { a }" }, "read"],
    ["a query without a keyword", { query: '{ a(text: "mutation") { b } }' }, "read"],
    ["a mutation", { query: "mutation A($x: Int = 1) { a(x: $x) }" }, "write"],
    ["a mutation in a comment", { query: "# mutation M { x }\nquery A { a }" }, "read"],
    ["a fragment first", { query: "fragment F on T { a }\nquery A { ...F }" }, "read"],
    ["the named one of several", { query: "query A { a } mutation B { b }", operationName: "B" }, "write"],
    ["several without a name", { query: "query A { a } mutation B { b }" }, undefined],
    ["a batch of reads", [{ query: "{ a }" }, { query: "{ b }" }], "read"],
    ["a batch with a write", [{ query: "{ a }" }, { query: "mutation { b }" }], "write"],
    ["a batch with something else", [{ query: "{ a }" }, { other: 1 }], undefined],
    ["a subscription", { query: "subscription { a }" }, undefined],
    ["a string block", { query: 'query A { a(t: """ } mutation { """) }' }, "read"],
    ["unbalanced text", { query: "query A { a" }, undefined],
    ["a search API that also says query", { query: "shoes" }, undefined],
    ["text that is no JSON", '"query" mutation', undefined],
  ])("of %s is %s", (_case, body, expected) => {
    expect(effect(body)).toBe(expected);
  });

  it("is unknown for anything but POST, and for bodies too large to look at", () => {
    expect(effect({ query: "{ a }" }, "PUT")).toBeUndefined();
    expect(effect({ query: "{ a }", pad: "x".repeat(100_001) })).toBeUndefined();
  });
});
