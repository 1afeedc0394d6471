import type { CallView } from "@weir/core";
import { boxOf } from "./view-window.ts";
import type { Box, ViewWindow } from "./view-window.ts";

/** What one call draws in its lane. Boxes are in percent of the lane. */
export interface CallBars {
  /** Start until the response's first byte, or until the end where headers are not known. */
  readonly waiting: Box | undefined;
  /** First byte until the body was read. */
  readonly body: Box | undefined;
  /** Where it could have been, at its earliest. */
  readonly possible: Box | undefined;
  /** Between the earliest and the latest possible end. */
  readonly doubt: Box | undefined;
  /** From the observed start back to the earliest possible one. */
  readonly shift: Box | undefined;
}

/** The shift below which a call counts as not moved, in ms. */
const LEAST_SHIFT = 0.05;

/** The fix would let this call start earlier. */
export function moves(call: CallView): boolean {
  return !call.background && call.start - call.possible.low > LEAST_SHIFT;
}

/**
 * ```
 *            possible.low                start     headers    end
 *                 ┌ ┄ ┄ ┄ ┄ ┄ ┄ ┄ ┬ ┄ ┐   |  waiting  |  body  |
 *                 └ ┄ ┄ ┄ ┄ ┄ ┄ ┄ ┴ ┄ ┘   doubt: the last part of the dashed box
 * ```
 */
export function barsOf(call: CallView, view: ViewWindow): CallBars {
  const turn = Math.min(Math.max(call.headers ?? call.end, call.start), call.end);
  const length = call.end - call.start;
  const moved = moves(call);
  return {
    waiting: boxOf(call.start, turn, view),
    body: turn < call.end ? boxOf(turn, call.end, view) : undefined,
    possible: moved ? boxOf(call.possible.low, call.possible.low + length, view) : undefined,
    doubt:
      moved && call.possible.high > call.possible.low
        ? boxOf(call.possible.low + length, Math.min(call.possible.high + length, call.end), view)
        : undefined,
    shift: moved ? boxOf(call.possible.low, call.start, view) : undefined,
  };
}

/** Server time between the end of the call waited for and the start of this one. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  readonly millis: number;
}

/** The gap before a call; nothing when it starts where the other ended. */
export function gapBefore(call: CallView, waitedFor: CallView | undefined): Gap | undefined {
  if (waitedFor === undefined || call.start <= waitedFor.end) return undefined;
  return { start: waitedFor.end, end: call.start, millis: call.start - waitedFor.end };
}
