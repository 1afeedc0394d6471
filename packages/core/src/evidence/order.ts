import type { Call } from "../model/call.ts";
import type { Observation } from "./profile.ts";

/** A write on either side keeps the order: what an effect touches does not show in a trace. */
export function observeOrder(from: Call, to: Call): Observation {
  if (to.effect === "write") return { channel: "order", state: "present", reason: "order.later-writes" };
  if (from.effect === "write") return { channel: "order", state: "present", reason: "order.earlier-writes" };
  if (from.effect === "unknown" || to.effect === "unknown") {
    return { channel: "order", state: "unobserved", reason: "order.effect-unknown" };
  }
  return { channel: "order", state: "absent", reason: "order.both-read" };
}
