import type { Call } from "../model/call.ts";
import { isFrameworkOrder } from "./framework-order.ts";
import type { Observation } from "./profile.ts";
import type { Which } from "./said.ts";

/** A write on either side keeps the order: what an effect touches does not show in a trace. */
export function observeOrder(from: Call, to: Call, transactions: Transactions): Observation {
  if (transactions.share(from, to)) return { channel: "order", state: "present", reason: "order.same-transaction" };
  if (isFrameworkOrder(from, to)) return { channel: "order", state: "present", reason: "order.framework" };
  if (to.effect === "write") return { channel: "order", state: "present", reason: "order.later-writes" };
  if (from.effect === "write") return { channel: "order", state: "present", reason: "order.earlier-writes" };
  if (from.effect === "unknown" || to.effect === "unknown") {
    const detail = { call: which(from.effect === "unknown", to.effect === "unknown") };
    return { channel: "order", state: "unobserved", reason: "order.effect-unknown", detail };
  }
  if (from.saidToRead === true || to.saidToRead === true) {
    const detail = { call: which(from.saidToRead === true, to.saidToRead === true) };
    return { channel: "order", state: "absent", reason: "order.said-to-read", detail };
  }
  return { channel: "order", state: "absent", reason: "order.both-read" };
}

function which(earlier: boolean, later: boolean): Which {
  return earlier && later ? "both" : earlier ? "earlier" : "later";
}

const OPENS = new Set(["BEGIN", "START"]);
const CLOSES = new Set(["COMMIT", "ROLLBACK", "END", "ABORT"]);

/**
 * Which database calls of a request ran on one connection: those between a BEGIN and its COMMIT. A driver queues what is
 * sent on one connection, so starting them together gains nothing, and reads may be meant to see what came before.
 *
 * ```
 * BEGIN ─ SELECT ─ SELECT ─ COMMIT      SELECT
 *         └──── 1 ────────┘             none
 * ```
 */
export class Transactions {
  readonly #of = new Map<number, number>();

  constructor(calls: readonly Call[]) {
    const open = new Map<string, number>();
    let next = 0;
    for (const call of calls) {
      if (call.kind !== "database") continue;
      const place = call.target.split(": ", 1)[0] ?? "";
      if (OPENS.has(call.method)) open.set(place, next++);
      const current = open.get(place);
      if (current !== undefined) this.#of.set(call.index, current);
      if (CLOSES.has(call.method)) open.delete(place);
    }
  }

  share(from: Call, to: Call): boolean {
    const transaction = this.#of.get(from.index);
    return transaction !== undefined && transaction === this.#of.get(to.index);
  }
}
