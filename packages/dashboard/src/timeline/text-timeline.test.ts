import { describe, expect, it } from "vitest";
import { traceView } from "../testing/trace.ts";
import { textTimeline } from "./text-timeline.ts";

describe("textTimeline", () => {
  it("draws what ran and where it could have started", () => {
    const trace = traceView(
      [
        { start: 0, end: 99, call: "GET a" },
        { start: 200, end: 299, call: "GET bb", possible: { low: 0, high: 5 } },
      ],
      [],
      { duration: 400 },
    );
    expect(textTimeline(trace, "en", String)).toBe(
      [
        " 1 GET a   ██████████                                0 → 99 ms",
        " 2 GET bb  ◀┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈██████████            200 → 299 ms",
      ].join("\n"),
    );
  });

  it("shows every call by at least one cell, inside the lane", () => {
    const trace = traceView([{ start: 400, end: 400, call: "x" }], [], { duration: 400 });
    expect(textTimeline(trace, "en", String)).toMatch(/ {39}█ {2}400/);
  });

  it("counts what it leaves out", () => {
    const calls = Array.from({ length: 45 }, (_all, index) => ({ start: index, end: index + 1 }));
    expect(textTimeline(traceView(calls), "en", (hidden) => `+${hidden}`)).toMatch(/\n\+5$/);
  });
});
