import { MagicString } from "magic-string";
import type { CallExpression, Node } from "oxc-parser";
import type { Frame } from "@weir/core";
import { isParsed, type SourceProject } from "../analysis/project/source-project.ts";
import { places } from "../analysis/relate/common-call.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import { functionNamed, type NamedFunction } from "./function-named.ts";
import { sharesLocals } from "./handle-locals.ts";
import { styleOf } from "./layout.ts";
import type { Rewrite, Withheld } from "./withheld.ts";

const HOOKS = ["src/hooks.server.ts", "src/hooks.server.js", "src/hooks.server/index.ts", "src/hooks.server/index.js"];
const MODULE = "@weir/agent/sveltekit";

interface Sequence {
  readonly call: CallExpression;
  readonly handles: readonly NamedFunction[];
}

/** `sequence(a, b, c)` becomes `sequence(a, parallel(b, c))`, where the calls of b and c can start together. */
export function parallelHooks(project: SourceProject, request: AdviceRequest): Rewrite {
  const fitting = filesOf(project, request).flatMap((file) =>
    sequencesIn(project, file).flatMap((sequence) => {
      const owners = ownersOf(project, sequence, request);
      return owners === undefined ? [] : [{ file, sequence, owners }];
    }),
  );
  const [only, second] = fitting;
  if (only === undefined || second !== undefined) return "advice.hooks-not-found";
  const runs = runsOf(only.owners, request);
  if (typeof runs === "string") return runs;
  for (const run of runs) {
    const reason = sharesLocals(only.sequence.handles.slice(run.first, run.last + 1), callsWithin(only.owners, run));
    if (reason !== undefined) return reason;
  }
  const { file } = only;
  return { path: file.path, before: file.text, after: rewritten(file, only.sequence, runs) };
}

/** Where the handles may be put in a row: the hooks of the app, and the files they stand in themselves. */
function filesOf(project: SourceProject, { calls }: AdviceRequest): readonly ParsedFile[] {
  const files = new Set<ParsedFile>();
  for (const path of HOOKS) {
    const file = project.file(path);
    if (isParsed(file)) files.add(file);
  }
  for (const frames of calls) {
    const stack = places(project, frames);
    if (typeof stack !== "string") for (const { file } of stack) files.add(file);
  }
  return [...files];
}

/** Calls of `sequence` whose arguments are all handles by name. */
function sequencesIn(project: SourceProject, file: ParsedFile): readonly Sequence[] {
  const found: Sequence[] = [];
  const open: Node[] = [file.program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    open.push(...children(node));
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "sequence")
      continue;
    const handles = node.arguments.flatMap((handle) =>
      handle.type === "Identifier" ? (functionNamed(project, file, handle.name) ?? []) : [],
    );
    if (handles.length === node.arguments.length) found.push({ call: node, handles });
  }
  return found;
}

/** For each call the handle it is made in; nothing if one is made elsewhere. */
function ownersOf(
  project: SourceProject,
  { handles }: Sequence,
  { calls }: AdviceRequest,
): readonly number[] | undefined {
  const owners = calls.map((frames) => ownerOf(project, handles, frames));
  return owners.every((owner) => owner >= 0) ? owners : undefined;
}

/** Handles before it may stand further out on the stack: they wait in `resolve`. */
function ownerOf(project: SourceProject, handles: readonly NamedFunction[], frames: readonly Frame[]): number {
  const stack = places(project, frames);
  if (typeof stack === "string") return -1;
  for (const { file, call } of stack) {
    const owner = handles.findIndex(
      (handle) => handle.file.path === file.path && handle.node.start <= call.start && call.end <= handle.node.end,
    );
    if (owner >= 0) return owner;
  }
  return -1;
}

interface Run {
  readonly first: number;
  readonly last: number;
}

/** The handles to be put together, as unbroken parts of the list. */
function runsOf(owners: readonly number[], { startTogether }: AdviceRequest): readonly Run[] | Withheld {
  const runs: Run[] = [];
  for (const group of startTogether) {
    const members = [...new Set(group.map((call) => owners[call] ?? -1))].sort((a, b) => a - b);
    const [first, last] = [members[0], members.at(-1)];
    if (first === undefined || last === undefined || first === last) continue;
    if (last - first !== members.length - 1) return "advice.hooks-apart";
    if (runs.some((run) => run.last >= first && run.first <= last)) return "advice.hooks-apart";
    // Calls of a group need the same earlier ones; what else the same handles call may need one of them.
    if (owners.some((owner, call) => members.includes(owner) && !group.includes(call)))
      return "advice.needed-call-between";
    runs.push({ first, last });
  }
  return runs.length === 0 ? "advice.hooks-apart" : runs;
}

function callsWithin(owners: readonly number[], { first, last }: Run): readonly number[] {
  return Array.from(
    { length: last - first + 1 },
    (_, index) => owners.filter((owner) => owner === first + index).length,
  );
}

function rewritten(file: ParsedFile, { call }: Sequence, runs: readonly Run[]): string {
  const text = new MagicString(file.text);
  for (const { first, last } of runs) {
    const [from, to] = [call.arguments[first], call.arguments[last]];
    if (from === undefined || to === undefined) throw new Error("a sequence has no such handle");
    text.appendLeft(from.start, "parallel(").appendRight(to.end, ")");
  }
  const imported = file.program.body.filter((statement) => statement.type === "ImportDeclaration");
  const present = imported.some(
    ({ source, specifiers }) => source.value === MODULE && specifiers.some(({ local }) => local.name === "parallel"),
  );
  const last = imported.at(-1);
  if (!present && last !== undefined) {
    const { newline, semicolonOf } = styleOf(file.text);
    const quote = file.text[last.source.start] ?? '"';
    text.appendLeft(last.end, `${newline}import { parallel } from ${quote}${MODULE}${quote}${semicolonOf(last)}`);
  }
  return text.toString();
}
