import type { Node } from "oxc-parser";
import { awaitedStep } from "../../../../advice/awaited-steps.ts";
import { namesIn } from "../../../../advice/pure.ts";
import type { SourceProject } from "../../../project/source-project.ts";
import { partingOf } from "../../common-call.ts";
import type { StackPlace } from "../../stack-place.ts";
import { ENTRY, LIBRARY, type RandomProgram } from "./program.ts";
import type { MadeCall } from "./run-program.ts";

/**
 * The program with B's call right in front of A's statement, where both stand in statements next to one another: what
 * a claim that B does without A says may be done. Nothing for every other pair.
 */
export function hoisted(
  { files }: RandomProgram,
  project: SourceProject,
  { from, to }: { readonly from: MadeCall; readonly to: MadeCall },
): RandomProgram["files"] | undefined {
  const parting = partingOf(project, from.frames, to.frames);
  if (parting.kind !== "shared" || parting.others.length > 0) return undefined;
  const { common } = parting;
  if (common.from.scope !== common.to.scope) return undefined;
  const [first, later] = [statementOf(common.from), statementOf(common.to)];
  if (first === undefined || later === undefined || first.block !== later.block) return undefined;
  if (later.index !== first.index + 1) return undefined;
  const step = awaitedStep(later.statement);
  if (step?.call !== common.to.call) return undefined;
  // Another call of A's statement may be what B needs.
  const made = awaitedStep(first.statement);
  if (made?.call !== common.from.call) return undefined;
  // It may be named and yet not needed: then it has to be written otherwise first.
  if ([...namesIn(step.call)].some((name) => made.declares.has(name))) return undefined;
  const { text, path } = common.to.file;
  const asked = text.slice(step.call.start, step.call.end);
  const start = `const early = (async () => ${asked})(); early.catch(() => {}); `;
  const moved =
    text.slice(0, first.statement.start) +
    start +
    text.slice(first.statement.start, step.call.start) +
    "early" +
    text.slice(step.call.end);
  return new Map([LIBRARY, ENTRY].map((name) => [name, name === path ? moved : (files.get(name) ?? "")]));
}

interface Standing {
  readonly statement: Node;
  readonly block: readonly Node[];
  readonly index: number;
}

function statementOf({ file, call }: StackPlace): Standing | undefined {
  for (let node: Node | undefined = call; node !== undefined; node = file.parent(node)) {
    const parent = file.parent(node);
    if (parent?.type === "BlockStatement")
      return { statement: node, block: parent.body, index: parent.body.indexOf(node as never) };
  }
  return undefined;
}
