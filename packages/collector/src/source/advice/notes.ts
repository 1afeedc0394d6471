import type { AdviceRequest } from "../port.ts";

/** What a patch brings along besides time. */
export type Note =
  | "note.runs-anyway"
  | "note.several-at-once"
  | "note.loop-goes-on"
  | "note.not-asked"
  | "note.partly"
  | "note.graph";

/** Groups of calls that wait for one another, from which on promises by hand are hard to read. */
const DEEP = 3;

/**
 * A call that starts early also runs when the one it used to wait for fails: today that failure stops it. A call that
 * moves into a branch is not made elsewhere any more.
 */
export function notesOf({ kind, startTogether }: AdviceRequest, partly: boolean): readonly Note[] {
  if (kind === "loop") return ["note.several-at-once", "note.loop-goes-on"];
  if (kind === "late-await") return ["note.not-asked"];
  const isDeep = (kind === "serial" || kind === "barrier") && startTogether.length >= DEEP;
  return [
    "note.runs-anyway",
    ...(partly ? (["note.partly"] as const) : []),
    ...(isDeep ? (["note.graph"] as const) : []),
  ];
}
