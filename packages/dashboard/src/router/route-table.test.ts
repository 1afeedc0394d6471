import { describe, expect, it } from "vitest";
import { pathOf, placeOf } from "./route-table.ts";
import type { Place } from "./route-table.ts";

describe("placeOf and pathOf", () => {
  const places: Place[] = [
    { page: "routes", params: {} },
    { page: "route", params: { key: "GET /shop/[category]" } },
    { page: "route", params: { key: "GET /a%2Fb/100%" } },
    { page: "route", params: { key: "GET /주문/{id}?x=1#y" } },
    { page: "finding", params: { fingerprint: "9f2c00aa11bb22cc" } },
    { page: "trace", params: { id: "7b1c" } },
    { page: "settings", params: {} },
  ];

  it.each(places)("come back to the same place: %j", (place) => {
    expect(placeOf(pathOf(place))).toEqual(place);
  });

  it("keep a route key in one path segment", () => {
    expect(pathOf({ page: "route", params: { key: "GET /shop/[category]" } })).toBe(
      "/routes/GET%20%2Fshop%2F%5Bcategory%5D",
    );
  });

  it("know no page for an unknown, longer or broken address", () => {
    expect(placeOf("/nowhere")).toBeUndefined();
    expect(placeOf("/findings/a/b")).toBeUndefined();
    expect(placeOf("/routes/%E0%A4%A")).toBeUndefined();
  });

  it("take a closing slash as none", () => {
    expect(placeOf("/findings/")).toEqual({ page: "findings", params: {} });
  });
});
