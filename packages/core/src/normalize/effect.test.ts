import { describe, expect, it } from "vitest";
import { effectOf } from "./effect.ts";
import { outcomeOf } from "./outcome.ts";

describe("effectOf", () => {
  it.each([
    ["GET", "/users/{id}", "read"],
    ["HEAD", "/x", "read"],
    ["POST", "/orders", "write"],
    ["PUT", "/search", "write"],
    ["DELETE", "/x", "write"],
    ["POST", "/products/search", "read"],
    ["POST", "/idx/_search", "read"],
    ["POST", "/orders.v1.Orders/GetOrder", "read"],
    ["POST", "/things:batchGet", "read"],
    ["POST", "/orders.v1.Orders/GetOrCreateOrder", "write"],
    ["POST", "/jobs/fetchAndLock", "write"],
    ["POST", "/query", "write"],
    ["POST", "/sql/query", "write"],
    ["POST", "/forget", "write"],
    ["POST", "/listener", "write"],
    ["POST", "/graphql", "unknown"],
    ["", "/x", "unknown"],
  ] as const)("http %s %s -> %s", (method, name, effect) => {
    expect(effectOf({ kind: "http", method, name })).toBe(effect);
  });

  it("believes what the request itself says, and GraphQL's operation", () => {
    expect(effectOf({ kind: "http", method: "POST", name: "/graphql", declared: "read" })).toBe("read");
    expect(effectOf({ kind: "http", method: "GET", name: "/x", declared: "write" })).toBe("write");
    expect(effectOf({ kind: "http", method: "POST", name: "/graphql", graphqlOperation: "query" })).toBe("read");
    expect(effectOf({ kind: "http", method: "POST", name: "/graphql", graphqlOperation: "mutation" })).toBe("write");
  });

  it("knows caches, document stores, RPC and queues", () => {
    expect(effectOf({ kind: "cache", method: "HGETALL" })).toBe("read");
    expect(effectOf({ kind: "cache", method: "GETDEL" })).toBe("write");
    expect(effectOf({ kind: "database", method: "FIND" })).toBe("read");
    expect(effectOf({ kind: "database", method: "FINDANDMODIFY" })).toBe("unknown");
    expect(effectOf({ kind: "rpc", method: "POST", name: "ListUsers" })).toBe("read");
    expect(effectOf({ kind: "rpc", method: "POST", name: "Listen" })).toBe("unknown");
    expect(effectOf({ kind: "messaging", method: "SEND" })).toBe("write");
  });
});

describe("outcomeOf", () => {
  it.each([
    [{ status: 200 }, "ok"],
    [{ status: 304 }, "ok"],
    [{ status: 302 }, "redirect"],
    [{ status: 401 }, "unauthorized"],
    [{ status: 403 }, "unauthorized"],
    [{ status: 404 }, "not-found"],
    [{ status: 422 }, "client-error"],
    [{ status: 429 }, "throttled"],
    [{ status: 503, spanStatus: "error" }, "server-error"],
    [{ spanStatus: "error", error: "ECONNREFUSED" }, "network"],
    [{ spanStatus: "error", error: "UND_ERR_CONNECT_TIMEOUT" }, "timeout"],
    [{ spanStatus: "error", error: "ETIMEDOUT" }, "timeout"],
    [{ spanStatus: "error", error: "AbortError" }, "aborted"],
    [{ spanStatus: "error" }, "error"],
    [{ operation: "timeout" }, "timeout"],
    [{ operation: "aborted", status: 200 }, "aborted"],
    [{ operation: "error" }, "error"],
    [{ grpcStatus: 5 }, "not-found"],
    [{ grpcStatus: 4 }, "timeout"],
    [{ grpcStatus: 0 }, "ok"],
    [{}, "ok"],
  ] as const)("%j -> %s", (facts, expected) => {
    expect(outcomeOf(facts).class).toBe(expected);
  });
});
