/** One line of a unified diff. */
export interface PatchLine {
  readonly kind: "file" | "hunk" | "added" | "removed" | "same";
  readonly text: string;
}

/** More lines than a person reads; the rest is counted and comes with "copy". */
export const MOST_PATCH_LINES = 400;

/** Splits a unified diff into lines by kind. File headers are told from removed lines by their place before a hunk. */
export function patchLines(patch: string): readonly PatchLine[] {
  const lines = patch.replace(/\n$/, "").split("\n");
  let inHunk = false;
  return lines.slice(0, MOST_PATCH_LINES).map((line, index) => {
    if (startsFile(lines, index)) inHunk = false;
    if (line.startsWith("@@")) {
      inHunk = true;
      return { kind: "hunk", text: line };
    }
    if (line.startsWith("diff ") || (!inHunk && /^(?:---|\+\+\+|index )/.test(line))) {
      inHunk = false;
      return { kind: "file", text: line };
    }
    if (line.startsWith("+")) return { kind: "added", text: line };
    if (line.startsWith("-")) return { kind: "removed", text: line };
    return { kind: "same", text: line };
  });
}

/** Patches of several files need no line between them: two headers and a hunk are the next one. */
function startsFile(lines: readonly string[], index: number): boolean {
  const [old, fresh, hunk] = lines.slice(index, index + 3);
  return old?.startsWith("--- ") === true && fresh?.startsWith("+++ ") === true && hunk?.startsWith("@@") === true;
}
