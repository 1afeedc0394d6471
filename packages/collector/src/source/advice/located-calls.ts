import type { Program } from "oxc-parser";
import type { SourceProject } from "../analysis/project/source-project.ts";
import { partingOf } from "../analysis/relate/common-call.ts";
import type { CallNode, FunctionNode } from "../analysis/syntax/node.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import type { AdviceRequest } from "../port.ts";
import type { Withheld } from "./withheld.ts";

/** The calls of a finding, found again in the one function they are made in. */
export interface LocatedCalls {
  readonly file: ParsedFile;
  readonly scope: FunctionNode | Program;
  /** By index into the calls of the finding. Those that are made elsewhere are missing. */
  readonly calls: ReadonlyMap<number, CallNode>;
}

/**
 * Every call that is to start together with another has to be found; of the others it is enough to know some. Calls that
 * share one function may each share another with a call further up: the one that has them all is meant.
 */
export function locateCalls(project: SourceProject, request: AdviceRequest): LocatedCalls | Withheld {
  const wanted = request.startTogether.flat();
  for (const first of wanted) {
    const found = locatedWith(project, request.calls, first);
    const whole = found.find(({ calls }) => wanted.every((index) => calls.has(index)));
    if (whole !== undefined) return whole;
  }
  return "advice.different-functions";
}

/** By the function that a call shares with others: those, and itself. */
function locatedWith(project: SourceProject, calls: AdviceRequest["calls"], first: number): readonly LocatedCalls[] {
  const located = new Map<
    FunctionNode | Program,
    { readonly file: ParsedFile; readonly calls: Map<number, CallNode> }
  >();
  calls.forEach((frames, index) => {
    if (index === first) return;
    const parting = partingOf(project, calls[first] ?? [], frames);
    if (parting.kind !== "shared") return;
    const { from, to } = parting.common;
    // One stands in a callback of the other's function, or in one of several loops.
    if (from.scope !== to.scope || parting.others.length > 0) return;
    const known = located.get(from.scope) ?? { file: from.file, calls: new Map<number, CallNode>() };
    located.set(from.scope, known);
    if (known.calls.has(first) && known.calls.get(first) !== from.call) return;
    known.calls.set(first, from.call).set(index, to.call);
  });
  return [...located].map(([scope, { file, calls: found }]) => ({ file, scope, calls: found }));
}
