import { describe, expect, it } from "vitest";
import { finding } from "../testing/finding.ts";
import { routeRow } from "../testing/route.ts";
import { searchedLines } from "./searched-lines.ts";

describe("searchedLines", () => {
  it("has one line per route, with the files of its findings", () => {
    const routes = [routeRow({ route: "/a\n/b" }), routeRow({ route: "/c" })];
    expect(searchedLines(routes, [finding({ routes: ["GET /c"] })])).toBe(
      "GET /a /b web-shop\nGET /c web-shop app/dashboard/page.tsx",
    );
  });
});
