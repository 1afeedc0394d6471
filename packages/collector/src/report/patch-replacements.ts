/** What a patch does to one file, as SARIF says it: lines that go, and text that comes. Lines count from 1. */
export interface FileReplacements {
  readonly file: string;
  readonly replacements: readonly {
    readonly deletedRegion: {
      readonly startLine: number;
      readonly startColumn: number;
      readonly endLine: number;
      readonly endColumn: number;
    };
    readonly insertedContent: { readonly text: string };
  }[];
}

interface Change {
  startLine: number;
  removed: number;
  added: string[];
}

/** Reads a unified diff. Every run of changed lines becomes one replacement. */
export function replacementsOf(diff: string): readonly FileReplacements[] {
  const files: { file: string; changes: Change[] }[] = [];
  let line = 0;
  let open: Change | undefined;
  for (const text of diff.split("\n")) {
    if (text.startsWith("+++ "))
      files.push({ file: text.slice(4).replace(/^b\//, "").replace(/\t.*$/, ""), changes: [] });
    else if (text.startsWith("--- ") || text.startsWith("diff ") || text.startsWith("\\")) continue;
    else if (text.startsWith("@@")) {
      line = Number(/^@@ -(\d+)/.exec(text)?.[1] ?? 1);
      open = undefined;
    } else if (text.startsWith("-") || text.startsWith("+")) {
      const changes = files.at(-1)?.changes;
      if (open === undefined) {
        open = { startLine: line, removed: 0, added: [] };
        changes?.push(open);
      }
      if (text.startsWith("+")) open.added.push(text.slice(1));
      else {
        open.removed += 1;
        line += 1;
      }
    } else {
      open = undefined;
      line += 1;
    }
  }
  return files.flatMap(({ file, changes }) =>
    changes.length === 0 ? [] : [{ file, replacements: changes.map(toReplacement) }],
  );
}

/** Whole lines: from the first column of the first one to the first column of the line behind the last. */
function toReplacement({ startLine, removed, added }: Change): FileReplacements["replacements"][number] {
  return {
    deletedRegion: { startLine, startColumn: 1, endLine: startLine + removed, endColumn: 1 },
    insertedContent: { text: added.map((text) => `${text}\n`).join("") },
  };
}
