import type { Taint } from "./taint.ts";

/**
 * Whether A has been awaited on the way here. `none`: not started on this way. `mixed`: on some ways only.
 * A way on which A never started says nothing about ways on which it did.
 */
export type Wait = "none" | "started" | "settled" | "mixed";

export function joinWait(a: Wait, b: Wait): Wait {
  if (a === b || b === "none") return a;
  return a === "none" ? b : "mixed";
}

/** Where execution stands on the way being followed. */
export interface Flow {
  /** The way ended: what follows is reached by other ways only. */
  dead: boolean;
  wait: Wait;
}

export function joinFlow(a: Flow, b: Flow): Flow {
  if (a.dead && !b.dead) return { ...b };
  if (b.dead && !a.dead) return { ...a };
  return { dead: a.dead && b.dead, wait: joinWait(a.wait, b.wait) };
}

/** What the rest of a function owes to exits it may have taken before. */
export interface Exits {
  returns: Taint;
  throws: Taint;
  /** By label, or by `break` and `continue` for the innermost statement. */
  readonly jumps: Map<string, Taint>;
}

export function exitsTaint(exits: Exits): Taint {
  let taint = exits.returns | exits.throws;
  for (const jump of exits.jumps.values()) taint |= jump;
  return taint;
}
