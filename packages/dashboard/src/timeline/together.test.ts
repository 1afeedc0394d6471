import { describe, expect, it } from "vitest";
import { callView } from "../testing/trace.ts";
import { startedTogether } from "./together.ts";

describe("startedTogether", () => {
  it("finds a group and its slowest member", () => {
    const calls = [
      callView(0, { start: 0, end: 10 }),
      callView(1, { start: 10.5, end: 40 }),
      callView(2, { start: 11, end: 90 }),
      callView(3, { start: 91, end: 99 }),
    ];
    expect(startedTogether(calls)).toEqual([{ calls: [1, 2], slowest: 2 }]);
  });

  it("leaves short calls that follow each other apart", () => {
    expect(startedTogether([callView(0, { start: 0, end: 0.4 }), callView(1, { start: 0.4, end: 0.8 })])).toEqual([]);
  });

  it("allows a coarser clock two milliseconds", () => {
    const calls = [callView(0, { start: 0, end: 10, exact: false }), callView(1, { start: 2, end: 10, exact: false })];
    expect(startedTogether(calls)).toHaveLength(1);
    expect(startedTogether(calls.map((call) => ({ ...call, exact: true })))).toEqual([]);
  });
});
