import type { Call } from "@weir/core";
import { parseCallName } from "../truth/call-name.ts";
import type { CallName } from "../truth/case.ts";

/** `127.0.0.1:5141/users/{id}` -> segments of the path template. */
function segmentsOf(target: string): readonly string[] {
  const slash = target.indexOf("/");
  return slash < 0 ? [] : target.slice(slash + 1).split("/");
}

/**
 * The calls of a recorded request that a name stands for. Recorded targets hold no values: where one hides a segment
 * (`{id}`), any word of the name fits.
 *
 * @param calls in the order of their start
 */
export function recordedNamed(name: CallName, calls: readonly Call[]): readonly Call[] {
  const { method, segments, nth } = parseCallName(name);
  const fitting = calls.filter((call) => {
    const recorded = segmentsOf(call.target);
    if (call.method !== method || recorded.length !== segments.length) return false;
    return segments.every(
      (segment, at) => segment === "*" || recorded[at] === segment || recorded[at]?.startsWith("{"),
    );
  });
  return nth === undefined ? fitting : fitting.slice(nth - 1, nth);
}
