import { describe, expect, it } from "vitest";
import { sparkPath, turnOf } from "./spark-path.ts";

describe("sparkPath", () => {
  it("goes from edge to edge, scaled to its highest value", () => {
    expect(sparkPath([100, 50, 200], 60, 10)).toBe("M0 5L30 7.5L60 0");
  });

  it("shows silence as a gap and a lonely value as a dot", () => {
    expect(sparkPath([100, null, 100, 50], 30, 10)).toBe("M0 0h0M20 0L30 5");
  });

  it("is nothing without values", () => {
    expect(sparkPath([null, null], 30, 10)).toBe("");
    expect(sparkPath([], 30, 10)).toBe("");
  });
});

describe("turnOf", () => {
  it("tells a rise and a fall from noise", () => {
    expect(turnOf([100, 100, null, 105, 290, 300])).toBe("up");
    expect(turnOf([300, 310, 290, 300, 120, 110])).toBe("down");
    expect(turnOf([100, 108, 95, 100, 110, 104])).toBe("level");
  });

  it("makes nothing of too little", () => {
    expect(turnOf([100, null, 900])).toBe("level");
  });
});
