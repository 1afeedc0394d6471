import type { Node } from "oxc-parser";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";

export interface Style {
  readonly newline: "\r\n" | "\n";
  /** `;` if the statement ends in one, so that new lines look like their neighbours. */
  readonly semicolonOf: (statement: Node | undefined) => ";" | "";
}

export function styleOf(text: string): Style {
  return {
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    semicolonOf: (statement) => (statement !== undefined && text[statement.end - 1] !== ";" ? "" : ";"),
  };
}

/** Where lines in front of a statement go: above the comment that belongs to it. */
export function insertionPoint(
  { text }: ParsedFile,
  statement: Node,
): { readonly offset: number; readonly indent: string; readonly inline?: true } {
  let line = text.lastIndexOf("\n", statement.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line, statement.start))?.[0] ?? "";
  // Something else stands on the line: the new statements go right in front.
  if (text.slice(line, statement.start) !== indent) return { offset: statement.start, indent, inline: true };
  while (line > 0) {
    const above = text.lastIndexOf("\n", line - 2) + 1;
    if (!/^[ \t]*(?:\/\/.*|\/\*[^*]*\*\/[ \t]*)\r?$/.test(text.slice(above, line - 1))) break;
    line = above;
  }
  return { offset: line + (/^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0), indent };
}

/** A comment above the statement that tells a tool about its next line: moving code would leave it behind. */
export function isDirected(file: ParsedFile, statement: Node): boolean {
  const { offset } = insertionPoint(file, statement);
  return /@ts-|eslint-|oxlint-|biome-ignore|istanbul|c8 |v8 ignore/.test(file.text.slice(offset, statement.start));
}

/** A statement with the lines that it has for itself, so that nothing empty stays behind when it goes. */
export function wholeLines(
  { text }: ParsedFile,
  { start, end }: Node,
): { readonly start: number; readonly end: number } {
  const first = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const last = next < 0 ? text.length : next + 1;
  const isAlone = text.slice(first, start).trim() === "" && text.slice(end, last).trim() === "";
  return isAlone ? { start: first, end: last } : { start, end };
}

/** Blanks at the start of the line on which a node begins. */
export function indentOf({ text }: ParsedFile, { start }: Node): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1))?.[0] ?? "";
}

/** The text of a node as it stands on a line with another indent; what is written over several lines by itself stays. */
export function reindented(file: ParsedFile, node: Node, indent: string): string {
  const text = file.text.slice(node.start, node.end);
  const own = indentOf(file, node);
  if (own === indent || !text.includes("\n") || holdsLines(node)) return text;
  return text.replaceAll(/\n([ \t]*)/g, (line, blanks: string) =>
    blanks.startsWith(own) ? `\n${indent}${blanks.slice(own.length)}` : line,
  );
}

/** A template of several lines: its blanks are part of the text. */
function holdsLines(node: Node): boolean {
  if (node.type === "TemplateElement") return node.value.raw.includes("\n");
  return children(node).some(holdsLines);
}
