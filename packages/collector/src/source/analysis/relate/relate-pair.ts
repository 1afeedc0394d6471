import type { SourceFact } from "@weir/core";
import type { FramePair } from "../../port.ts";
import { Interpreter } from "../machine/interpreter.ts";
import { Unfollowed } from "../machine/machine.ts";
import { nextSerial, open } from "../machine/objects.ts";
import { has, SIBLING } from "../machine/taint.ts";
import { of, type Value } from "../machine/value.ts";
import { Watch } from "../machine/watch.ts";
import type { SourceProject } from "../project/source-project.ts";
import { isFunction } from "../syntax/node.ts";
import { type CommonCall, isRepeated, partingOf } from "./common-call.ts";
import { closureOf } from "./function-value.ts";
import { relateComponents } from "./relate-components.ts";
import { type Outcome, outcomeOf, placeOf, unknown } from "./outcome.ts";

/** What the source says about two stacks. Never throws: what cannot be followed is `unknown` and says why. */
export function relatePair(project: SourceProject, pair: FramePair): SourceFact {
  const parting = partingOf(project, pair.from, pair.to);
  if (parting.kind === "unreadable") return { ...unknown(parting.reason), activation: "unknown", kind: "serial" };
  if (parting.kind === "distinct") {
    return (
      relateComponents(project, parting.from, parting.to) ?? {
        ...unknown("source.different-functions"),
        activation: "distinct",
        kind: "parent-child",
      }
    );
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
  return outcomeOf(common.from, watch);
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

function kindOf(common: CommonCall, watch: Watch): SourceFact["kind"] {
  if (common.from.call === common.to.call) return "loop";
  if (isRepeated(common.to) && isRepeated(common.from)) return "loop";
  return watch.seen.some(({ args, control, reads }) => has(args | control | reads, SIBLING)) ? "barrier" : "serial";
}
