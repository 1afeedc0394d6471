import type { Program } from "oxc-parser";
import type { Interpreter } from "../machine/interpreter.ts";
import { type Context, Unfollowed } from "../machine/machine.ts";
import { type ClosureObj, closureSince, open } from "../machine/objects.ts";
import { of } from "../machine/value.ts";
import { type FunctionNode, isFunction } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";

/** The function's value, or one made `before` as many others; a nested one comes to be when the functions around it run. */
export function closureOf(
  machine: Interpreter,
  file: ParsedFile,
  node: FunctionNode | Program,
  { module, since, before = 0 }: { readonly module: Context; readonly since: number; readonly before?: number },
): ClosureObj {
  for (
    let scope = node as Parameters<ParsedFile["parent"]>[0] | undefined;
    scope !== undefined;
    scope = file.parent(scope)
  ) {
    if (!isFunction(scope)) continue;
    const known = closureSince(scope, since, scope === node ? before : 0);
    if (known === undefined) {
      if (scope === node && before > 0) break;
      continue;
    }
    if (scope === node) return known;
    const outer = scope;
    machine.watch.aside(() =>
      machine.invoke(known, {
        self: of(open("this")),
        args: outer.params.map(() => of(open("argument"))),
        context: module,
      }),
    );
    if (isFunction(node)) {
      const made = closureSince(node, since);
      if (made !== undefined) return made;
    }
  }
  throw new Unfollowed("source.function-not-found");
}
