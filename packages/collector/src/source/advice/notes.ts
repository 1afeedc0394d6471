import type { AdviceRequest } from "../port.ts";

/** What a patch brings along besides time. */
export type Note = "note.runs-anyway" | "note.several-at-once" | "note.loop-goes-on" | "note.not-asked";

/**
 * A call that starts early also runs when the one it used to wait for fails: today that failure stops it. A call that
 * moves into a branch is not made elsewhere any more.
 */
export function notesOf(kind: AdviceRequest["kind"]): readonly Note[] {
  if (kind === "loop") return ["note.several-at-once", "note.loop-goes-on"];
  return kind === "late-await" ? ["note.not-asked"] : ["note.runs-anyway"];
}
