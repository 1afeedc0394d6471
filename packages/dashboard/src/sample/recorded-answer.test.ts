import { describe, expect, it } from "vitest";
import { routeRow } from "../testing/route.ts";
import { recordedAnswer } from "./recorded-answer.ts";

const routes = [routeRow({ route: "/cart" }), routeRow({ method: "POST", route: "/orders", findings: 0 })];
const answers = {
  "routes?limit=200": { routes, nextCursor: null, total: 2 },
  "routes/GET%20%2Fcart?service=web-shop": { key: "GET /cart" },
  "pairs?route=GET+%2Fcart": { pairs: [1] },
};

describe("recordedAnswer", () => {
  it("gives what was recorded for an address", () => {
    expect(recordedAnswer({ answers }, "pairs?route=GET+%2Fcart")).toBe(answers["pairs?route=GET+%2Fcart"]);
  });

  it("filters the recorded routes", () => {
    const keys = (url: string): unknown =>
      (recordedAnswer({ answers }, url) as { routes: typeof routes }).routes.map(({ key }) => key);
    expect(keys("routes?q=CART&limit=200")).toEqual(["GET /cart"]);
    expect(keys("routes?method=POST&limit=200")).toEqual(["POST /orders"]);
    expect(keys("routes?tier=listed&limit=200")).toEqual(["GET /cart"]);
  });

  it("gives a route's page in another stretch of time as it was recorded", () => {
    expect(recordedAnswer({ answers }, "routes/GET%20%2Fcart?from=x")).toEqual({ key: "GET /cart" });
  });

  it("never gives one route's answer for another", () => {
    expect(recordedAnswer({ answers }, "pairs?route=POST+%2Forders")).toBeUndefined();
    expect(recordedAnswer({ answers }, "routes/POST%20%2Forders")).toBeUndefined();
    expect(recordedAnswer({ answers }, "traces/1")).toBeUndefined();
  });
});
