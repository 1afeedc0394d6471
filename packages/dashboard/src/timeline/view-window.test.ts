import { describe, expect, it } from "vitest";
import { boxOf, panBy, parseWindow, ticksOf, windowText, wholeWindow, zoomBy } from "./view-window.ts";

describe("boxOf", () => {
  const view = { from: 100, to: 300 };

  it("places a stretch in percent of the lane", () => {
    expect(boxOf(150, 200, view)).toEqual({ left: 25, width: 25 });
  });

  it("cuts at the edges of the window", () => {
    expect(boxOf(0, 150, view)).toEqual({ left: 0, width: 25 });
    expect(boxOf(250, 900, view)).toEqual({ left: 75, width: 25 });
  });

  it("gives nothing for what lies outside, but keeps what takes no time", () => {
    expect(boxOf(0, 99, view)).toBeUndefined();
    expect(boxOf(301, 400, view)).toBeUndefined();
    expect(boxOf(200, 200, view)).toEqual({ left: 50, width: 0 });
  });
});

describe("parseWindow and windowText", () => {
  it("come back to the same window", () => {
    const view = parseWindow("12-240", 412);
    expect(view).toEqual({ from: 12, to: 240 });
    expect(windowText(view, 412)).toBe("12-240");
  });

  it.each(["", "a-b", "240-12", "-5-10", "12", "1e9-2e9x"])("%j shows the whole request", (text) => {
    expect(parseWindow(text, 412)).toEqual({ from: 0, to: 412 });
  });

  it("keeps a window inside the request", () => {
    expect(parseWindow("300-900", 412)).toEqual({ from: 0, to: 412 });
    expect(parseWindow("400-500", 412)).toEqual({ from: 312, to: 412 });
  });

  it("says nothing of the whole request", () => {
    expect(windowText(wholeWindow(412), 412)).toBe("");
  });
});

describe("zoomBy and panBy", () => {
  it("keeps the centre in its place while zooming in", () => {
    expect(zoomBy({ from: 0, to: 400 }, 2, 400, 100)).toEqual({ from: 50, to: 250 });
  });

  it("never leaves the request or shrinks to nothing", () => {
    expect(zoomBy({ from: 0, to: 400 }, 0.5, 400)).toEqual({ from: 0, to: 400 });
    const closest = zoomBy({ from: 10, to: 10.05 }, 2, 400);
    expect(closest.to - closest.from).toBeCloseTo(0.05);
  });

  it("stops panning at the ends", () => {
    expect(panBy({ from: 100, to: 200 }, 0.5, 400)).toEqual({ from: 150, to: 250 });
    expect(panBy({ from: 100, to: 200 }, -9, 400)).toEqual({ from: 0, to: 100 });
    expect(panBy({ from: 100, to: 200 }, 9, 400)).toEqual({ from: 300, to: 400 });
  });
});

describe("ticksOf", () => {
  it.each([
    [{ from: 0, to: 412 }, [0, 100, 200, 300, 400]],
    [{ from: 12, to: 240 }, [50, 100, 150, 200]],
    [{ from: 0, to: 0.9 }, [0, 0.2, 0.4, 0.6, 0.8]],
    [{ from: 0, to: 2695 }, [0, 500, 1000, 1500, 2000, 2500]],
    [{ from: 0, to: 5 }, [0, 1, 2, 3, 4, 5]],
  ])("%j has round moments", (view, ticks) => {
    expect(ticksOf(view)).toEqual(ticks);
  });

  it("has two to six for any window", () => {
    for (let length = 0.05; length < 1e7; length *= 1.37) {
      const count = ticksOf({ from: 0, to: length }).length;
      expect(count).toBeGreaterThanOrEqual(2);
      expect(count).toBeLessThanOrEqual(6);
    }
  });
});
