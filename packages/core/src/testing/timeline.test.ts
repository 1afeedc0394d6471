import { describe, expect, it } from "vitest";
import { assembleRequests } from "../frameworks/assemble.ts";
import { callNamed, timeline, timelineSpans } from "./timeline.ts";
import { ORIGIN } from "./trace-builder.ts";

const DRAWING = `
  request  ====================
  a           ====               waits=
  b               ====  POST 404 waits=a at=src/x.ts:12 fn=load
  c                   ====       background
`;

describe("timeline", () => {
  it("reads ten milliseconds per column; the next column touches", () => {
    const request = timeline(DRAWING);
    expect([request.start, request.end]).toEqual([ORIGIN, ORIGIN + 200_000]);
    expect(callNamed(request, "a")).toMatchObject({ start: ORIGIN + 30_000, end: ORIGIN + 70_000, exact: true });
    expect(callNamed(request, "b")).toMatchObject({
      start: ORIGIN + 70_000,
      method: "POST",
      effect: "write",
      outcome: { class: "not-found" },
      lineage: { headers: [0], bodies: [0] },
      frames: [{ file: "src/x.ts", line: 12, function: "load" }],
    });
    expect(callNamed(request, "c").background).toBe(true);
  });

  it("draws the same calls as spans", () => {
    const [request] = assembleRequests(timelineSpans(DRAWING));
    expect(request?.calls.map(({ target, start, end }) => [target, start, end])).toEqual(
      timeline(DRAWING).calls.map(({ target, start, end }) => [target, start, end]),
    );
  });

  it("refuses what it does not understand", () => {
    expect(() => timeline("a ==== waits=nobody")).toThrow(/nobody/);
    expect(() => timeline("what is this")).toThrow(/not a line/);
    expect(() => callNamed(timeline("a ===="), "b")).toThrow(/named b/);
  });
});
