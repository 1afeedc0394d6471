import type { Node } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { places } from "../analysis/relate/common-call.ts";
import { children, type ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import { functionNamed } from "./function-named.ts";

/** Functions that call each other, followed this deep. */
const MAX_STEPS = 4;
/** First words of names that change something elsewhere. */
const CHANGES =
  /^(?:create|update|delete|save|send|post|put|patch|track|audit|insert|upsert|remove|publish|emit|enqueue|notify|charge|refund|transfer|increment|capture|cancel|archive|mark|dispatch|register)(?![a-z])/;

/**
 * Does what would start earlier change something besides the calls that are to be freed? Those were judged; a function that
 * makes one of them may do more.
 */
export function writesToo(
  project: SourceProject,
  file: ParsedFile,
  moved: Node,
  { calls, startTogether }: AdviceRequest,
): boolean {
  const judged = new Set(
    startTogether.flat().flatMap((index) => {
      const stack = places(project, calls[index] ?? []);
      return typeof stack === "string" ? [] : stack.map(({ call }) => call);
    }),
  );
  return changesIn(project, { file, node: moved }, judged, MAX_STEPS);
}

function changesIn(
  project: SourceProject,
  { file, node }: { readonly file: ParsedFile; readonly node: Node },
  judged: ReadonlySet<Node>,
  steps: number,
): boolean {
  if (steps === 0) return false;
  const open: Node[] = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    open.push(...children(at));
    if (at.type !== "CallExpression") continue;
    const { callee } = at;
    const called = callee.type === "Identifier" ? functionNamed(project, file, callee.name) : undefined;
    if (!judged.has(at) && CHANGES.test(lastName(callee))) return true;
    if (called !== undefined && changesIn(project, called, judged, steps - 1)) return true;
  }
  return false;
}

function lastName(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property.name : "";
}
