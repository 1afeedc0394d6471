import { MagicString } from "magic-string";
import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { earlyStart, startsAsPromise } from "./early-start.ts";
import type { FileNames } from "./file-names.ts";
import type { Block, Entry, Hoist } from "./hoist.ts";
import { insertionPoint, reindented, type Style, styleOf, wholeLines } from "./layout.ts";
import { promiseName } from "./promise-name.ts";

/** Writes planned starts into the text of a file: where each call starts, and where it is awaited as before. */
export class HoistWriter {
  readonly #project: SourceProject;
  readonly #file: ParsedFile;
  readonly #block: Block;
  readonly #names: FileNames;
  readonly #text: MagicString;
  readonly #style: Style;
  /** Names of promises, by the call they are of. */
  readonly #promises = new Map<Node, string>();
  /** New lines by the position of the statement they go in front of. */
  readonly #lines = new Map<number, string[]>();
  readonly #moved = new Set<number>();

  constructor(project: SourceProject, file: ParsedFile, block: Block, names: FileNames) {
    this.#project = project;
    this.#file = file;
    this.#block = block;
    this.#names = names;
    this.#text = new MagicString(file.text);
    this.#style = styleOf(file.text);
  }

  written(hoists: readonly Hoist[]): string {
    for (const hoist of hoists) this.#hoist(hoist);
    for (const [to, lines] of this.#lines) {
      const statement = this.#block.statements[to];
      if (statement === undefined) throw new Error("a call starts behind the last statement");
      const { offset, indent, inline } = insertionPoint(this.#file, statement);
      const between = inline === true ? " " : `${this.#style.newline}${indent}`;
      this.#text.appendLeft(offset, lines.map((line) => `${line}${between}`).join(""));
    }
    return this.#text.toString();
  }

  #hoist({ entry, to, along, base }: Hoist): void {
    const { call, pattern, key, conditional } = entry.step;
    for (const at of along) this.#moveAlong(at, to);
    const name = this.#promiseOf(call, pattern, key);
    if (base === undefined)
      this.#start(to, name, earlyStart(this.#project, this.#file, call, this.#indentAt(to)), true);
    else this.#start(to, name, this.#chained(to, entry, base), true);
    this.#text.update(call.start, call.end, conditional ? `await ${name}` : name);
    this.#joinLines(call);
  }

  /** What was too long for one line and had its own fits behind the `=` again. */
  #joinLines(call: Node): void {
    const awaited = this.#file.parent(call);
    const start = awaited?.type === "AwaitExpression" ? awaited.start : call.start;
    const blanks = /=(?<blanks>[ \t]*\r?\n[ \t]*)$/.exec(this.#file.text.slice(0, start))?.groups?.["blanks"];
    if (blanks !== undefined) this.#text.update(start - blanks.length, start, " ");
  }

  #indentAt(to: number): string {
    const statement = this.#block.statements[to];
    return statement === undefined ? "" : insertionPoint(this.#file, statement).indent;
  }

  #chained(to: number, { step }: Entry, { entry: base, member }: NonNullable<Hoist["base"]>): string {
    const { pattern, call, members } = base.step;
    if (member === undefined) return this.#continuing(to, this.#promises.get(call) ?? "", pattern, step.call);
    // Of two that fail at one moment the one that was started first is told: members keep their order.
    for (const [index, before] of members.slice(0, member + 1).entries()) {
      if (this.#promises.has(before)) continue;
      const early = this.#promiseOf(before, elementAt(pattern, index) ?? before);
      // `Promise.all` takes note of its failure.
      this.#start(to, early, this.#memberStart(before, to), false);
      this.#text.update(before.start, before.end, early);
    }
    const [element, needed] = [elementAt(pattern, member), members[member]];
    if (element === undefined || needed === undefined) throw new Error("a Promise.all has no such element");
    return this.#continuing(to, this.#promises.get(needed) ?? "", element, step.call);
  }

  #continuing(to: number, promise: string, pattern: Node, call: Node): string {
    return `${promise}.then((${this.#slice(pattern)}) => ${reindented(this.#file, call, this.#indentAt(to))})`;
  }

  /** A member may throw at once as it did; what is no promise becomes the one that `Promise.all` makes of it. */
  #memberStart(call: Node, to: number): string {
    const text = reindented(this.#file, call, this.#indentAt(to));
    return startsAsPromise(this.#project, this.#file, call) ? text : `Promise.resolve(${text})`;
  }

  #promiseOf(call: Node, pattern: Node, key?: string): string {
    const name = this.#names.fresh(promiseName(pattern, call, key));
    this.#promises.set(call, name);
    return name;
  }

  #start(to: number, name: string, expression: string, observed: boolean): void {
    const end = this.#style.semicolonOf(this.#block.statements[to]);
    this.#line(to, `const ${name} = ${expression}${end}`);
    if (observed) this.#line(to, `${name}.catch(() => {})${end}`);
  }

  #moveAlong(at: number, to: number): void {
    const statement = this.#block.statements[at];
    if (statement === undefined || this.#moved.has(at)) return;
    this.#moved.add(at);
    this.#line(to, this.#slice(statement));
    const { start, end } = wholeLines(this.#file, statement);
    this.#text.remove(start, end);
  }

  #line(to: number, line: string): void {
    const lines = this.#lines.get(to) ?? [];
    this.#lines.set(to, lines);
    lines.push(line);
  }

  #slice({ start, end }: Node): string {
    return this.#file.text.slice(start, end);
  }
}

function elementAt(pattern: Node, member: number): Node | undefined {
  return pattern.type === "ArrayPattern" ? (pattern.elements[member] ?? undefined) : undefined;
}
