import type { Call, Outcome } from "../model/call.ts";
import type { Observation } from "./profile.ts";

const FAILED: ReadonlySet<Outcome["class"]> = new Set([
  "server-error",
  "network",
  "timeout",
  "aborted",
  "error",
  "throttled",
]);

const CURSOR =
  /(?:^|[.[])(?:cursor|after|before|page_?token|next_?(?:page|token)?|continuation(?:_?token)?|starting_after|offset|since)\]?$/i;

/**
 * Some orders are about time, not about values: a retry waits for the failure, a poll for the answer, a page for the
 * cursor of the one before, a throttled client for its turn. `loops` is true when the source shows one call site in a
 * loop over items, which is no poll.
 */
export function observePace(from: Call, to: Call, loops: boolean): Observation {
  if (from.outcome.class === "throttled") return { channel: "pace", state: "present", reason: "pace.throttled" };
  if (from.method !== to.method || from.target !== to.target) {
    return { channel: "pace", state: "absent", reason: "pace.different-calls" };
  }
  if (FAILED.has(from.outcome.class)) return { channel: "pace", state: "present", reason: "pace.retry" };
  if (takesCursor(from, to)) return { channel: "pace", state: "present", reason: "pace.cursor" };
  const [first, second] = [from.values?.requestHash, to.values?.requestHash];
  if (first !== undefined && first === second && !loops) {
    return { channel: "pace", state: "present", reason: "pace.same-request-again" };
  }
  const differ = first !== undefined && second !== undefined && first !== second;
  if (!differ && !loops && sameSite(from, to)) {
    return { channel: "pace", state: "unobserved", reason: "pace.repeated" };
  }
  return { channel: "pace", state: "absent", reason: "pace.different-calls" };
}

/** A position named like a cursor, with a value that the same call's answer before it carried. */
function takesCursor(from: Call, to: Call): boolean {
  return (
    to.values?.slots.some(
      ({ slot, sources }) => CURSOR.test(slot) && sources.some((source) => source.from === from.index),
    ) === true
  );
}

function sameSite(from: Call, to: Call): boolean {
  const [a, b] = [from.frames[0], to.frames[0]];
  if (a === undefined || b === undefined) return true;
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
