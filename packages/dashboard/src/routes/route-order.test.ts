import { describe, expect, it } from "vitest";
import { afterChoosing, orderParam, routeOrder } from "./route-order.ts";

describe("the order of routes", () => {
  it("starts with the longest wait, which the API does by itself", () => {
    expect(routeOrder({})).toEqual({ name: "wait", ascending: false });
    expect(orderParam(routeOrder({}))).toBeUndefined();
  });

  it("shows the worst numbers first and names from A, or the other way round", () => {
    const asked = (sort: string, dir?: string) => orderParam(routeOrder({ sort, ...(dir !== undefined && { dir }) }));
    expect([asked("p95"), asked("p95", "desc"), asked("p95", "asc")]).toEqual(["p95", "p95", "-p95"]);
    expect([asked("name"), asked("name", "asc"), asked("name", "desc")]).toEqual(["name", "name", "-name"]);
    expect(orderParam(routeOrder({ dir: "asc" }))).toBe("-wait");
  });

  it("turns round when the same column is chosen again, and back", () => {
    expect(afterChoosing("p95", routeOrder({}))).toEqual({ sort: "p95", dir: "" });
    expect(afterChoosing("p95", routeOrder({ sort: "p95" }))).toEqual({ sort: "p95", dir: "asc" });
    expect(afterChoosing("p95", routeOrder({ sort: "p95", dir: "asc" }))).toEqual({ sort: "p95", dir: "" });
    expect(afterChoosing("wait", routeOrder({}))).toEqual({ sort: "", dir: "asc" });
    expect(afterChoosing("name", routeOrder({ sort: "name" }))).toEqual({ sort: "name", dir: "desc" });
  });
});
