import type { Frame } from "../model/frame.ts";

/** Deeper frames are the framework's. */
export const MAX_FRAMES = 30;
const MAX_LINES = 120;
const MAX_LINE = 2048;

/**
 * Frames of a raw V8 stack, innermost first, at most 30. Paths stay exactly as printed: the source reader knows files
 * by them. Lines without a position (`Array.map (<anonymous>)`, `Promise.all (index 0)`, the message) are left out.
 */
export function parseStack(text: string): Frame[] {
  const frames: Frame[] = [];
  let from = 0;
  let member: number | undefined;
  for (let line = 0; line < MAX_LINES && from < text.length && frames.length < MAX_FRAMES; line += 1) {
    const newline = text.indexOf("\n", from);
    const to = newline < 0 ? text.length : newline;
    if (to - from <= MAX_LINE) {
      const own = text.slice(from, to).trim();
      const frame = parseLine(own);
      if (frame !== undefined) frames.push(member === undefined || !frame.async ? frame : { ...frame, member });
      member = frame === undefined ? memberIn(own) : undefined;
    }
    from = to + 1;
  }
  return frames;
}

/** `at async Promise.all (index 1)` tells of the next line which of its members leads here. */
function memberIn(line: string): number | undefined {
  const index = /^at async Promise\.(?:all|allSettled|any) \(index (?<index>\d{1,6})\)$/.exec(line)?.groups?.["index"];
  return index === undefined ? undefined : Number(index);
}

/** `at async Repo.find (file:///app/x.js:3:7)` or `at /app/(shop)/page.js:1:2`; a path may hold brackets itself. */
function parseLine(line: string): Frame | undefined {
  if (!line.startsWith("at ")) return undefined;
  const isAsync = line.startsWith("at async ");
  const rest = line.slice(isAsync ? 9 : 3);
  const open = rest.endsWith(")") ? rest.indexOf(" (") : -1;
  const name = open < 0 ? "" : rest.slice(0, open);
  const position = parsePosition(open < 0 ? rest : rest.slice(open + 2, -1));
  if (position === undefined) return undefined;
  return { ...position, ...functionName(name), async: isAsync, mapped: false };
}

function parsePosition(
  text: string,
): { readonly file: string; readonly line: number; readonly column: number } | undefined {
  const place = text.startsWith("eval at ") ? evalOrigin(text) : text;
  const match = /^(.+):(\d{1,9}):(\d{1,9})$/.exec(place);
  const file = match?.[1];
  if (match === null || file === undefined || file === "<anonymous>" || file === "native") return undefined;
  return { file, line: Number(match[2]), column: Number(match[3]) };
}

/** `eval at outer (eval at inner (/app/x.js:1:2)), <anonymous>:3:4`: only the place that called `eval` is in a file. */
function evalOrigin(text: string): string {
  const origin = text.slice(text.lastIndexOf("eval at "));
  const open = origin.indexOf(" (");
  const close = origin.indexOf(")", Math.max(0, origin.search(/:\d+:\d+\)/)));
  return open < 0 || close < 0 ? "" : origin.slice(open + 2, close);
}

/** `new Foo`, `Object.get [as value]`: the name people know it by. `<anonymous>` is none. */
function functionName(raw: string): { readonly function: string } | Record<string, never> {
  const name = raw.replace(/ \[as [^\]]*\]$/, "").replace(/^new /, "");
  return name === "" || name === "<anonymous>" || name === "eval" ? {} : { function: name };
}
