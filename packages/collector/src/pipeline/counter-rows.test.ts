import { expect, it } from "vitest";
import { counterRows } from "./counter-rows.ts";
import type { Counts } from "./rows.ts";

const NOON = Date.UTC(2026, 10, 20, 12);
const sums = new Map([["ab", new Map([["seen", 1]])]]);
const counts = (over: Partial<Counts> = {}): Counts => ({
  ts: NOON + 5,
  service: "shop",
  env: "test",
  version: "1",
  routeKey: "GET /",
  sign: 1,
  shape: "s",
  sums,
  ...over,
});
const told = (list: readonly Counts[]): string[] =>
  counterRows(list).map(({ ts, routeKey, kind, key, field, count, sign }) =>
    [(ts - NOON) / 3_600_000, routeKey, kind, key, field, count * sign].join(" "),
  );

it("adds up what requests of one hour, route and version show", () => {
  const other = new Map([
    [
      "ab",
      new Map([
        ["seen", 1],
        ["alike", 2],
      ]),
    ],
  ]);
  expect(told([counts(), counts({ ts: NOON + 60_000 }), counts({ sums: other })])).toEqual([
    "0 GET / shape s requests 3",
    "0 GET / pair ab seen 3",
    "0 GET / pair ab alike 2",
  ]);
});

it("keeps hours, routes, versions and apps apart", () => {
  const rows = counterRows([
    counts(),
    counts({ ts: NOON + 3_600_000 }),
    counts({ routeKey: "GET /b" }),
    counts({ version: "2" }),
    counts({ env: "dev" }),
  ]);
  expect(rows.filter(({ kind }) => kind === "pair").map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
});

it("leaves no row of what a correction takes back and adds again", () => {
  const more = new Map([
    [
      "ab",
      new Map([
        ["seen", 1],
        ["beside", 1],
      ]),
    ],
  ]);
  expect(told([counts({ sign: -1 }), counts({ shape: "t", sums: more })])).toEqual([
    "0 GET / shape s requests -1",
    "0 GET / shape t requests 1",
    "0 GET / pair ab beside 1",
  ]);
});
