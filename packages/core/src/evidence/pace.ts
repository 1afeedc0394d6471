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

/**
 * Some orders are about time, not about values: a retry waits for the failure, a poll for the answer, a throttled client
 * for its turn. `loops` is true when the source shows one call site in a loop over items, which is no poll.
 */
export function observePace(from: Call, to: Call, loops: boolean): Observation {
  if (from.outcome.class === "throttled") return { channel: "pace", state: "present", reason: "pace.throttled" };
  const sameRequest = from.method === to.method && from.target === to.target;
  if (sameRequest && FAILED.has(from.outcome.class)) {
    return { channel: "pace", state: "present", reason: "pace.retry" };
  }
  if (sameRequest && !loops && sameSite(from, to)) {
    return { channel: "pace", state: "unobserved", reason: "pace.repeated" };
  }
  return { channel: "pace", state: "absent", reason: "pace.different-calls" };
}

function sameSite(from: Call, to: Call): boolean {
  const [a, b] = [from.frames[0], to.frames[0]];
  if (a === undefined || b === undefined) return true;
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
