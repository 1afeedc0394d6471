import { describe, expect, it } from "vitest";
import { linePath, roundTop } from "./series-path.ts";

describe("linePath", () => {
  it("starts a new stroke after a silence", () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0.1, y: 50 },
      { x: 0.5, y: 100 },
    ];
    expect(linePath(points, 100, 200, 40, 0.2)).toBe("M0 40L20 20M100 0");
  });
});

describe("roundTop", () => {
  it.each([
    [[], 1],
    [[412, 690], 750],
    [[0.3], 0.3],
    [[1000], 1000],
  ])("%j fits below %d", (values, top) => {
    expect(roundTop(values)).toBeCloseTo(top);
  });
});
