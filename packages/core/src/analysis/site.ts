import type { Site } from "../api/types.ts";
import type { Call } from "../model/call.ts";
import type { Frame } from "../model/frame.ts";
import type { Request } from "../model/request.ts";

/** User frames that tell two sites apart: a helper called from two lines is two sites, its framework is not. */
const IDENTIFYING_FRAMES = 6;

/** `GET api.internal/users/{id}`, `shop: SELECT * FROM users WHERE id = ?` */
export function callLabel(call: Call): string {
  return call.kind === "database" ? call.target : `${call.method} ${call.target}`.trimStart();
}

/**
 * Where each call of a request is shown: its innermost frame that calls of another label do not pass through at the
 * very same position. A shared `request()` helper at the bottom of every stack tells nobody which call is meant.
 */
export function sitesOf(request: Request): readonly Site[] {
  const labels = new Map<string, Set<string>>();
  for (const call of request.calls) {
    for (const frame of call.frames) {
      const at = positionOf(frame);
      labels.set(at, (labels.get(at) ?? new Set()).add(callLabel(call)));
    }
  }
  return request.calls.map((call) => {
    const own = call.frames.find((frame) => labels.get(positionOf(frame))?.size === 1);
    return siteAt(call, own ?? call.frames[0]);
  });
}

/** A call as it is shown at one of its frames. */
export function siteAt(call: Call, frame: Frame | undefined): Site {
  return frame === undefined ? { call: callLabel(call) } : { call: callLabel(call), ...placeOf(frame) };
}

function positionOf({ file, line, column }: Frame): string {
  return `${file}:${line}:${column}`;
}

export function placeOf({ file, line, column, function: name }: Frame): Omit<Site, "call"> {
  return name === undefined ? { file, line, column } : { file, line, column, function: name };
}

/**
 * The statistical identity of every call of a request: label and user frames. A call without a stack is told apart by
 * how many calls with its label came before it.
 */
export function siteKeys(request: Request): readonly string[] {
  const seen = new Map<string, number>();
  return request.calls.map((call) => {
    const label = callLabel(call);
    if (call.frames.length > 0) {
      const frames = call.frames.slice(0, IDENTIFYING_FRAMES);
      return [label, ...frames.map(positionOf)].join(" < ");
    }
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return `${label} #${count}`;
  });
}
