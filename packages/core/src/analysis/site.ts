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

/** The innermost user frame is where people look for a call. */
export function siteOf(call: Call): Site {
  const frame = call.frames[0];
  return frame === undefined ? { call: callLabel(call) } : { call: callLabel(call), ...placeOf(frame) };
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
      return [label, ...frames.map(({ file, line, column }) => `${file}:${line}:${column}`)].join(" < ");
    }
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return `${label} #${count}`;
  });
}
