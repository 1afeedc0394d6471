import type { TraceView } from "@weir/core";
import type { Relation } from "./relations.ts";
import { rowOfCall } from "./rows.ts";
import type { Row } from "./rows.ts";
import { positionOf } from "./view-window.ts";
import type { ViewWindow } from "./view-window.ts";

/** One dependency drawn over the lanes. Pixels from the lanes' top left corner. */
export interface Arrow {
  readonly key: string;
  readonly relation: Relation;
  readonly path: string;
  /** Where it points. */
  readonly tip: { readonly x: number; readonly y: number };
  /** Where the label starts. */
  readonly label: { readonly x: number; readonly y: number };
}

export interface LaneSize {
  readonly width: number;
  readonly rowHeight: number;
  /** The lane's part of a row, at its lower end. */
  readonly laneHeight: number;
}

/** Shortest last stretch, so that the arrow's head never hides the corner. */
const LAST_STRETCH = 7;

/**
 * From the end of the call waited for, down to the row of the call, then right to its start.
 *
 * ```
 * A ███─┐
 *       │ user.id
 * B     └────▶███
 * ```
 */
export function arrowsTo(
  call: number,
  relations: readonly Relation[],
  trace: TraceView,
  rows: readonly Row[],
  view: ViewWindow,
  size: LaneSize,
): readonly Arrow[] {
  const to = trace.calls[call];
  const toRow = rowOfCall(rows, call);
  if (to === undefined || toRow === -1) return [];
  return relations.flatMap((relation) => {
    const from = trace.calls[relation.edge.from];
    const fromRow = rowOfCall(rows, relation.edge.from);
    if (from === undefined || fromRow === -1 || fromRow === toRow) return [];
    const x1 = pixels(from.end, view, size);
    const x2 = pixels(to.start, view, size);
    const corner = Math.min(x1, x2 - LAST_STRETCH);
    const y1 = middle(fromRow, size);
    const y2 = middle(toRow, size);
    const path = `M${px(x1)} ${px(y1)}H${px(corner)}V${px(y2)}H${px(x2)}`;
    const key = `${relation.edge.from}-${call}`;
    return [{ key, relation, path, tip: { x: px(x2), y: px(y2) }, label: { x: px(corner) + 5, y: px((y1 + y2) / 2) } }];
  });
}

function pixels(moment: number, view: ViewWindow, size: LaneSize): number {
  return (positionOf(moment, view) / 100) * size.width;
}

function middle(row: number, size: LaneSize): number {
  return (row + 1) * size.rowHeight - size.laneHeight / 2;
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}
