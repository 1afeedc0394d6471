import type { Pair } from "@weir/core";

/** What a person could say about a pair that its evidence cannot know. */
export interface Word {
  readonly says: "needed" | "reads";
  /** What the API takes it for: the pair's key, or the call. */
  readonly about: string;
  /** The call it speaks of. */
  readonly call: string;
}

/**
 * What may be said of a pair: that a call which was taken for a write, or for anything, only reads; that a later call
 * which seems free needs the earlier one.
 */
export function wordsAbout({ key, from, to, verdict, channels }: Pair): readonly Word[] {
  const reads = (call: string): Word => ({ says: "reads", about: call, call });
  if (verdict.startsWith("independent")) return [{ says: "needed", about: key, call: to.call }];
  const { reason, detail } = channels.order;
  if (reason === "order.later-writes") return [reads(to.call)];
  if (reason === "order.earlier-writes") return [reads(from.call)];
  if (reason !== "order.effect-unknown") return [];
  const which = detail?.["call"];
  const calls = [...(which === "later" ? [] : [from.call]), ...(which === "earlier" ? [] : [to.call])];
  return [...new Set(calls)].map(reads);
}
