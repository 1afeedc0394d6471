/** Unchanged lines shown around a change. */
const CONTEXT = 3;
/** Cells of the table lines are compared in; above it everything between the first and last change is replaced. */
const MAX_CELLS = 1_000_000;

type Line = readonly [sign: " " | "-" | "+", text: string];

/** A unified diff that `git apply` and `patch -p1` take; line endings are part of the lines. Empty for equal texts. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const hunks = hunksOf(linesOf(before, after));
  // A path with a blank ends at a tab.
  const end = path.includes(" ") ? "\t" : "";
  return `--- a/${path}${end}\n+++ b/${path}${end}\n${hunks.join("")}`;
}

function linesOf(before: string, after: string): readonly Line[] {
  const a = split(before);
  const b = split(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  const rest = Math.min(a.length, b.length) - head;
  while (tail < rest && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const same = (lines: readonly string[]): Line[] => lines.map((text) => [" ", text]);
  return [
    ...same(a.slice(0, head)),
    ...changed(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...same(a.slice(a.length - tail)),
  ];
}

/** Lines with their endings; the last may have none. */
function split(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Longest common subsequence, by the textbook table. */
function changed(a: readonly string[], b: readonly string[]): Line[] {
  if (a.length * b.length > MAX_CELLS) return [...a.map((t): Line => ["-", t]), ...b.map((t): Line => ["+", t])];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && x === y) lines.push([" ", x]);
    else if (x !== undefined && (y === undefined || at(i + 1, j) >= at(i, j + 1))) lines.push(["-", x]);
    else if (y !== undefined) lines.push(["+", y]);
    const sign = lines.at(-1)?.[0];
    if (sign !== "+") i += 1;
    if (sign !== "-") j += 1;
  }
  return lines;
}

function hunksOf(lines: readonly Line[]): string[] {
  const edges = lines.flatMap(([sign], index) => (sign === " " ? [] : [index]));
  const hunks: string[] = [];
  for (let first = 0; first < edges.length;) {
    let last = first;
    while (last + 1 < edges.length && (edges[last + 1] ?? 0) - (edges[last] ?? 0) <= 2 * CONTEXT) last += 1;
    const from = Math.max(0, (edges[first] ?? 0) - CONTEXT);
    hunks.push(hunk(lines, from, Math.min(lines.length, (edges[last] ?? 0) + CONTEXT + 1)));
    first = last + 1;
  }
  return hunks;
}

function hunk(lines: readonly Line[], from: number, to: number): string {
  const count = (part: readonly Line[], other: "-" | "+"): number => part.filter(([sign]) => sign !== other).length;
  const range = (other: "-" | "+"): string => {
    const length = count(lines.slice(from, to), other);
    const start = count(lines.slice(0, from), other) + (length === 0 ? 0 : 1);
    return length === 1 ? `${start}` : `${start},${length}`;
  };
  const body = lines
    .slice(from, to)
    .map(([sign, text]) => (text.endsWith("\n") ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`));
  return `@@ -${range("+")} +${range("-")} @@\n${body.join("")}`;
}
