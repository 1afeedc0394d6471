import type { Place, SourceFact } from "@weir/core";
import type { FramePair } from "../../port.ts";
import { Interpreter } from "../machine/interpreter.ts";
import { type Context, Unfollowed } from "../machine/machine.ts";
import { type ClosureObj, closureSince, nextSerial, open } from "../machine/objects.ts";
import { CAUGHT, CONTENT, FAILFAST, has, OPAQUE, SIBLING, STATE, STATUS, type Taint } from "../machine/taint.ts";
import { of, type Value } from "../machine/value.ts";
import { Watch } from "../machine/watch.ts";
import type { SourceProject } from "../project/source-project.ts";
import { functionNameAt } from "../syntax/function-name.ts";
import { isFunction } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import { type CommonCall, isRepeated, partingOf } from "./common-call.ts";
import type { StackPlace } from "./stack-place.ts";

type Outcome = Pick<SourceFact, "relation" | "reason" | "detail" | "failFast">;

const unknown = (reason: string, detail?: SourceFact["detail"]): Outcome => ({
  relation: "unknown",
  reason,
  ...(detail === undefined ? {} : { detail }),
});

/** What the source says about two stacks. Never throws: what cannot be followed is `unknown` and says why. */
export function relatePair(project: SourceProject, pair: FramePair): SourceFact {
  const parting = partingOf(project, pair.from, pair.to);
  if (parting.kind === "unreadable") return { ...unknown(parting.reason), activation: "unknown", kind: "serial" };
  if (parting.kind === "distinct") {
    return { ...unknown("source.different-functions"), activation: "distinct", kind: "parent-child" };
  }
  const { common } = parting;
  const watch = new Watch({
    from: common.from.call,
    fromSite: common.fromSite.call,
    to: common.to.call,
    toSite: common.toSite.call,
  });
  const outcome = observed(project, common, watch);
  return { ...outcome, activation: "shared", place: placeOf(common.from), kind: kindOf(common, watch) };
}

function observed(project: SourceProject, common: CommonCall, watch: Watch): Outcome {
  try {
    run(new Interpreter(project, watch), common, watch);
  } catch (error) {
    if (error instanceof Unfollowed) return unknown(error.reason, error.detail);
    throw error;
  }
  return outcomeOf(common, watch);
}

/** Runs the common function on values from outside. */
function run(machine: Interpreter, { from }: CommonCall, watch: Watch): void {
  const since = nextSerial();
  const module = machine.modules.context(machine, from.file);
  const { scope } = from;
  if (!isFunction(scope)) throw new Unfollowed("source.top-level");
  watch.common = scope;
  const closure = closureOf(machine, from.file, scope, { module, since });
  const args = scope.params.map((_, index): Value => of(open(`argument ${index + 1}`)));
  machine.invoke(closure, { self: of(open("this")), args, context: module });
}

/** The function's value; a nested one comes to be when the functions around it run. */
function closureOf(
  machine: Interpreter,
  file: ParsedFile,
  node: CommonCall["from"]["scope"],
  { module, since }: { readonly module: Context; readonly since: number },
): ClosureObj {
  for (
    let scope = node as Parameters<ParsedFile["parent"]>[0] | undefined;
    scope !== undefined;
    scope = file.parent(scope)
  ) {
    if (!isFunction(scope)) continue;
    const known = closureSince(scope, since);
    if (known === undefined) continue;
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

function outcomeOf({ from }: CommonCall, watch: Watch): Outcome {
  if (watch.seen.length === 0) return unknown("source.later-not-reached");
  const detail = { line: from.file.lines.position(from.call.start).line };
  const control = watch.seen.reduce((taint, seen) => taint | seen.control, 0);
  const used = watch.seen.reduce((taint, seen) => taint | seen.args | seen.reads, 0);
  if (watch.seen.every(({ wait }) => wait === "none" || wait === "started")) {
    return { relation: "parallel", reason: "source.not-awaited-before", detail };
  }
  if (has(used, CONTENT | STATUS)) return { relation: "data", reason: "source.uses-answer", detail };
  if (has(control, CONTENT | STATUS | CAUGHT)) return { relation: "guard", reason: "source.guarded-by-answer", detail };
  return withoutNeed(watch, used | control, detail, has(control, FAILFAST));
}

function withoutNeed(watch: Watch, taint: Taint, detail: Record<string, number>, failFast: boolean): Outcome {
  const { effects, conflict, notes } = watch;
  if (has(taint, STATE) || conflict !== undefined)
    return { relation: "ordered", reason: "source.shared-state", detail };
  if (effects.from === "write" || effects.to === "write") {
    return { relation: "ordered", reason: "source.writes", detail: { ...detail, name: effects.name } };
  }
  if (has(taint, OPAQUE)) return unknown("source.unfollowed-value", detail);
  if (effects.from === "unknown" || effects.to === "unknown")
    return unknown("source.effect-unknown", { ...detail, name: effects.name });
  const [note] = notes;
  if (note !== undefined) return unknown(note.reason, note.detail);
  if (watch.seen.some(({ wait }) => wait === "mixed")) return unknown("source.awaited-on-some-ways", detail);
  return { relation: "independent", reason: "source.unused-before", detail, ...(failFast ? { failFast } : {}) };
}

function kindOf(common: CommonCall, watch: Watch): SourceFact["kind"] {
  if (common.from.call === common.to.call) return "loop";
  if (isRepeated(common.to) && isRepeated(common.from)) return "loop";
  return watch.seen.some(({ args, control, reads }) => has(args | control | reads, SIBLING)) ? "barrier" : "serial";
}

function placeOf({ file, call }: StackPlace): Place {
  const { line, column } = file.lines.position(call.start);
  const name = functionNameAt(file, call.start);
  return name === undefined ? { file: file.path, line, column } : { file: file.path, line, column, function: name };
}
