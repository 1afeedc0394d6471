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

/** Every call that is to start together with another has to be found; of the others it is enough to know some. */
export function locateCalls(project: SourceProject, request: AdviceRequest): LocatedCalls | Withheld {
  const wanted = request.startTogether.flat();
  for (const first of wanted) {
    const located = locatedWith(project, request.calls, first);
    if (located === undefined) continue;
    return wanted.every((index) => located.calls.has(index)) ? located : "advice.different-functions";
  }
  return "advice.different-functions";
}

function locatedWith(project: SourceProject, calls: AdviceRequest["calls"], first: number): LocatedCalls | undefined {
  let located: LocatedCalls | undefined;
  const found = new Map<number, CallNode>();
  calls.forEach((frames, index) => {
    if (index === first) return;
    const parting = partingOf(project, calls[first] ?? [], frames);
    if (parting.kind !== "shared") return;
    const { from, to } = parting.common;
    if (from.scope !== to.scope) return;
    // One stands in a callback of the other's function, or in one of several loops.
    if (from.scope !== to.scope || parting.others.length > 0) return;
    located ??= { file: from.file, scope: from.scope, calls: found };
    if (from.scope !== located.scope || (found.has(first) && found.get(first) !== from.call)) return;
    found.set(first, from.call).set(index, to.call);
  });
  return located;
}
