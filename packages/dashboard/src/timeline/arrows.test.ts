import { describe, expect, it } from "vitest";
import { edge, traceView } from "../testing/trace.ts";
import { arrowsTo } from "./arrows.ts";
import { relate } from "./relations.ts";
import { rowsOf } from "./rows.ts";

const size = { width: 400, rowHeight: 36, laneHeight: 36 };
const view = { from: 0, to: 400 };

describe("arrowsTo", () => {
  const trace = traceView(
    [
      { start: 0, end: 100 },
      { start: 110, end: 200 },
      { start: 101, end: 300 },
    ],
    [edge(0, 1, "data"), edge(0, 2, "independent")],
  );
  const rows = rowsOf(trace, { turned: new Set() });

  it("runs from the end of one bar to the start of the other", () => {
    const [arrow] = arrowsTo(1, relate(trace)[1]!.incoming, trace, rows, view, size);
    expect(arrow?.path).toBe("M100 18H100V54H110");
    expect(arrow?.label).toEqual({ x: 105, y: 36 });
  });

  it("keeps room for its head where the calls nearly touch", () => {
    const [arrow] = arrowsTo(2, relate(trace)[2]!.incoming, trace, rows, view, size);
    expect(arrow?.path).toBe("M100 18H94V90H101");
  });

  it("keeps to the bars where they lie below the names", () => {
    const low = { width: 400, rowHeight: 90, laneHeight: 36 };
    expect(arrowsTo(1, relate(trace)[1]!.incoming, trace, rows, view, low)[0]?.path).toBe("M100 72H100V162H110");
  });

  it("points at the folded row when the other call is hidden, and draws nothing within one row", () => {
    const folded = rowsOf(trace, { focus: new Set([1]), turned: new Set() });
    expect(arrowsTo(1, relate(trace)[1]!.incoming, trace, folded, view, size)[0]?.path).toBe("M100 18H100V54H110");
    expect(arrowsTo(2, relate(trace)[2]!.incoming, trace, folded, view, size)).toHaveLength(1);
    const all = rowsOf(trace, { focus: new Set(), turned: new Set() });
    expect(arrowsTo(1, relate(trace)[1]!.incoming, trace, all, view, size)).toEqual([]);
  });
});
