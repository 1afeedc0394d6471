import { describe, expect, it } from "vitest";
import { edge, traceView } from "../testing/trace.ts";
import { relate } from "./relations.ts";

describe("relate", () => {
  it("calls a pair adjacent only when no call lies between", () => {
    const relations = relate(
      traceView(
        [
          { start: 0, end: 10 },
          { start: 10, end: 20 },
          { start: 20, end: 30 },
        ],
        [edge(0, 1, "independent"), edge(0, 2, "data"), edge(1, 2, "independent")],
      ),
    );
    expect(relations[2]?.incoming.map((one) => [one.edge.from, one.adjacent])).toEqual([
      [1, true],
      [0, false],
    ]);
  });

  it("takes the strongest verdict of all earlier calls, so an unknown is never shown as independent", () => {
    const relations = relate(
      traceView(
        [
          { start: 0, end: 10 },
          { start: 11, end: 20 },
          { start: 21, end: 30 },
        ],
        [edge(0, 1, "independent"), edge(0, 2, "unknown"), edge(1, 2, "independent")],
      ),
    );
    expect(relations.map((one) => one.verdict)).toEqual([undefined, "independent", "unknown"]);
  });

  it("keeps both members of a parallel group adjacent to what follows", () => {
    const relations = relate(
      traceView(
        [
          { start: 0, end: 30 },
          { start: 0, end: 10 },
          { start: 30, end: 40 },
        ],
        [edge(0, 2, "data"), edge(1, 2, "independent")],
      ),
    );
    expect(relations[2]?.incoming.every((one) => one.adjacent)).toBe(true);
  });

  it("does not let a call after the response stand between", () => {
    const relations = relate(
      traceView(
        [
          { start: 0, end: 10 },
          { start: 12, end: 14, background: true },
          { start: 20, end: 30 },
        ],
        [edge(0, 2, "independent")],
      ),
    );
    expect(relations[2]?.incoming[0]?.adjacent).toBe(true);
  });

  it("holds for a call that took no time", () => {
    const relations = relate(
      traceView(
        [
          { start: 5, end: 5 },
          { start: 5, end: 9 },
        ],
        [edge(0, 1, "independent")],
      ),
    );
    expect(relations[1]?.incoming[0]?.adjacent).toBe(true);
  });

  it("leaves out edges to calls that are not there", () => {
    expect(relate(traceView([{ start: 0, end: 1 }], [edge(0, 7, "data")]))).toEqual([
      { incoming: [], verdict: undefined },
    ]);
  });
});
