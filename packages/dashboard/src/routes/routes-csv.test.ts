import { describe, expect, it } from "vitest";
import { routeRow } from "../testing/route.ts";
import { routesCsv } from "./routes-csv.ts";

describe("routesCsv", () => {
  it("is one line per route under named columns", () => {
    const [head, first, end] = routesCsv([routeRow({ route: "/dashboard", waitPerMinute: 2400 })]).split("\r\n");
    expect(head).toMatch(/^service,env,method,route,findings,wait_ms_per_minute,/);
    expect(first).toMatch(/^web-shop,staging,GET,\/dashboard,1,2400,/);
    expect(end).toBe("");
  });

  it.each(["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx"])("never gives a spreadsheet the formula %j", (route) => {
    expect(routesCsv([routeRow({ route })])).toContain(`,'${route},`);
  });

  it("quotes commas, quotes and line ends, and leaves negative numbers numbers", () => {
    const csv = routesCsv([routeRow({ route: 'a,"b"\nc', waitPerMinute: -3 })]);
    expect(csv).toContain('"a,""b""\nc"');
    expect(csv).toContain(",-3,");
  });
});
