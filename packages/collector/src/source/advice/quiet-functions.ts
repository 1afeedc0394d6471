import type { SourceProject } from "../analysis/project/source-project.ts";
import type { ParsedFile } from "../analysis/syntax/parsed-file.ts";
import { bindingsOf } from "./bindings-of.ts";
import { functionNamed } from "./function-named.ts";
import { isQuietFunction, type Knows } from "./quiet.ts";

/** Functions that call each other, followed this deep. */
const MAX_STEPS = 4;

/** Knows the functions at the top of the project's modules, as far as the file imports or declares them. */
export function quietFunctions(project: SourceProject, file: ParsedFile, steps: number = MAX_STEPS): Knows {
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? look(project, file, name, steps);
    known.set(name, answer);
    return answer;
  };
}

function look(project: SourceProject, file: ParsedFile, name: string, steps: number): boolean {
  // A name that is declared twice may stand for something else where it is called.
  const isOne = steps > 0 && bindingsOf(file, name).length === 1;
  const named = isOne ? functionNamed(project, file, name) : undefined;
  if (named === undefined || named.node.async) return false;
  return isQuietFunction(named.node, quietFunctions(project, named.file, steps - 1));
}
