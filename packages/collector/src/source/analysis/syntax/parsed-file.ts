import { type Node, parseSync, type Program, visitorKeys } from "oxc-parser";
import { LineIndex } from "./line-index.ts";
import { type FunctionNode, isFunction } from "./node.ts";
import { scriptOf } from "./svelte-script.ts";

/** A source over this many characters is generated text; reading it would cost more than a person's code is worth. */
export const MAX_SOURCE: number = 1024 * 1024;

export interface ParsedFile {
  /** As shown: relative to the project. */
  readonly path: string;
  readonly hash: string;
  readonly text: string;
  readonly program: Program;
  readonly lines: LineIndex;
  /** Functions in order of their start; an inner one comes after the one around it. */
  readonly functions: readonly FunctionNode[];
  parent(node: Node): Node | undefined;
}

export type ParseOutcome =
  | { readonly ok: true; readonly file: ParsedFile }
  | {
      readonly ok: false;
      readonly reason: "source.too-large" | "source.syntax-error" | "source.not-code" | "source.breaks-parser";
    };

const CODE = /\.(?:[cm]?[jt]sx?|svelte)$/;

const FATAL: ReadonlySet<string> = new Set(["Error"]);

/** Parses JavaScript, TypeScript, JSX and the scripts of a Svelte component; offsets are those of the given text. */
export function parseFile(path: string, source: { readonly hash: string; readonly text: string }): ParseOutcome {
  if (source.text.length > MAX_SOURCE) return { ok: false, reason: "source.too-large" };
  if (!CODE.test(path)) return { ok: false, reason: "source.not-code" };
  const code = path.endsWith(".svelte") ? scriptOf(source.text) : source.text;
  const options = { sourceType: "module", preserveParens: false, lang: languageOf(path) } as const;
  const parsed = parseSync(path, code, options);
  if (parsed.errors.some(({ severity }) => FATAL.has(severity))) return { ok: false, reason: "source.syntax-error" };
  return { ok: true, file: indexed(path, source, parsed.program) };
}

function languageOf(path: string): "ts" | "tsx" | "jsx" {
  if (/\.(?:[cm]?ts|svelte)$/.test(path)) return "ts";
  return path.endsWith("x") && path.endsWith("tsx") ? "tsx" : "jsx";
}

function indexed(path: string, source: { readonly hash: string; readonly text: string }, program: Program): ParsedFile {
  const parents = new Map<Node, Node>();
  const functions: FunctionNode[] = [];
  const open: Node[] = [program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isFunction(node)) functions.push(node);
    for (const child of children(node)) {
      parents.set(child, node);
      open.push(child);
    }
  }
  functions.sort((a, b) => a.start - b.start || b.end - a.end);
  const lines = new LineIndex(source.text);
  return { path, hash: source.hash, text: source.text, program, lines, functions, parent: (node) => parents.get(node) };
}

/** Direct children of a node in source order. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isNode(item)) found.push(item);
    } else if (isNode(value)) found.push(value);
  }
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
