import type { SourceFact } from "@weir/core";
import type { Node } from "oxc-parser";
import type { FramePair } from "../../port.ts";
import { Interpreter } from "../machine/interpreter.ts";
import { asUnfollowed, Unfollowed } from "../machine/machine.ts";
import { nextSerial, open } from "../machine/objects.ts";
import { has, SIBLING } from "../machine/taint.ts";
import { of, type Value } from "../machine/value.ts";
import { type ObservedCallee, Watch } from "../machine/watch.ts";
import type { SourceProject } from "../project/source-project.ts";
import { isFunction } from "../syntax/node.ts";
import { type CommonCall, isRepeated, partingOf } from "./common-call.ts";
import { closureOf } from "./function-value.ts";
import { relateAcross } from "./relate-across.ts";
import { relateComponents } from "./relate-components.ts";
import { isLateAwait } from "./late-await.ts";
import { type Outcome, outcomeOf, placeOf, unknown } from "./outcome.ts";
import { sharedClients } from "./shared-clients.ts";
import type { StackPlace } from "./stack-place.ts";
import { transactionAround } from "./transaction.ts";

/** What the source says about two stacks. Never throws: what cannot be followed is `unknown` and says why. */
export function relatePair(project: SourceProject, pair: FramePair): SourceFact {
  project.takeMissing();
  return whileIncomplete(project, related(project, pair));
}

/** As long as a file is missing that the answer went by, the answer is about what there is, and another may follow. */
function whileIncomplete(project: SourceProject, fact: SourceFact): SourceFact {
  const [missing] = project.takeMissing();
  if (missing === undefined || fact.relation !== "unknown") return fact;
  const { detail: _, ...rest } = fact;
  return { ...rest, reason: "source.missing", detail: { import: missing } };
}

function related(project: SourceProject, pair: FramePair): SourceFact {
  const joined = relateAcross(project, pair);
  if (joined !== undefined) return joined;
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
  const stacks = { callees: calleesOf([parting.from, parting.to]), shared: sharedClients(parting.from, parting.to) };
  const own = [parting.common, ...parting.others].map((common) => relateCalls(project, common, stacks));
  const carried = parting.around
    .map((common) => relateCalls(project, common, stacks))
    .filter(({ fact }) => fact.relation !== "parallel");
  const possible = [...own, ...carried].filter(({ apart }) => !apart);
  const [alone] = own;
  // A function handed to a component is called where that is drawn.
  const isHandedOn = own.length === 1 && carried.length === 0 && alone?.fact.reason === "source.later-not-reached";
  if (isHandedOn && parting.from.at(-1)?.scope !== parting.to.at(-1)?.scope) {
    const drawn = relateComponents(project, parting.from, parting.to);
    if (drawn !== undefined && drawn.relation !== "unknown" && drawn.relation !== "parallel") return drawn;
  }
  return (possible.length > 0 ? possible : own).map(({ fact }) => fact).reduce(needier);
}

/** Strongest need first: where it cannot be told which of several ways was taken, the worst one counts. */
const NEEDIEST_FIRST = ["data", "guard", "ordered", "unknown", "parallel", "independent"] as const;

function needier(a: SourceFact, b: SourceFact): SourceFact {
  const [first, second] = [a, b].map(({ relation }) => NEEDIEST_FIRST.indexOf(relation));
  if (first === second) return b.activation === "shared" ? a : b;
  return (second ?? 0) < (first ?? 0) ? b : a;
}

interface Related {
  readonly fact: SourceFact;
  /** In one activation B comes before A and never after it: the two were made in different activations. */
  readonly apart: boolean;
}

/** Which function each frame's call led to: the frame before it stands in that. */
function calleesOf(stacks: readonly (readonly StackPlace[])[]): ReadonlyMap<Node, ObservedCallee> {
  const found = new Map<Node, ObservedCallee>();
  const unclear = new Set<Node>();
  for (const stack of stacks) {
    for (const [index, { call }] of stack.entries()) {
      const inner = stack[index - 1];
      if (inner === undefined || !isFunction(inner.scope)) continue;
      const known = found.get(call);
      if (known !== undefined && known.node !== inner.scope) unclear.add(call);
      found.set(call, { file: inner.file, node: inner.scope });
    }
  }
  for (const call of unclear) found.delete(call);
  return found;
}

function relateCalls(
  project: SourceProject,
  common: CommonCall,
  { callees, shared }: Pick<Watch, "callees" | "shared">,
): Related {
  const watch = new Watch({
    from: common.from.call,
    fromSite: common.fromSite.call,
    to: common.to.call,
    toSite: common.toSite.call,
  });
  watch.callees = callees;
  watch.shared = shared;
  watch.once = common.from.call !== common.to.call && !isRepeated(common.from) && !isRepeated(common.to);
  const { sometimes, ...outcome } = inOrder(common, observed(project, common, watch));
  const activation = sometimes === true ? "unknown" : "shared";
  const fact: SourceFact = { ...outcome, activation, place: placeOf(common.from), kind: kindOf(common, watch) };
  return { fact, apart: outcome.reason === "source.later-not-reached" && watch.started && watch.toComesFirst };
}

/** Two statements of one transaction run on one connection, one after the other. */
function inOrder({ from, to }: CommonCall, outcome: Outcome): Outcome {
  const transaction = transactionAround(from);
  if (transaction === undefined || transaction !== transactionAround(to)) return outcome;
  if (outcome.relation === "data" || outcome.relation === "guard") return outcome;
  return { relation: "ordered", reason: "source.same-transaction" };
}

function observed(project: SourceProject, common: CommonCall, watch: Watch): Outcome {
  try {
    run(new Interpreter(project, watch), common, watch);
  } catch (error) {
    const { reason, detail } = asUnfollowed(error);
    return unknown(reason, detail);
  }
  return outcomeOf(common.from, watch);
}

/** Runs the common function on values from outside. */
function run(machine: Interpreter, { from, within: scope }: CommonCall, watch: Watch): void {
  const since = nextSerial();
  watch.since = since;
  const module = machine.modules.context(machine, from.file);
  if (!isFunction(scope)) throw new Unfollowed("source.top-level");
  watch.common = scope;
  const closure = closureOf(machine, from.file, scope, { module, since });
  const args = scope.params.map((_, index): Value => of(open(`argument ${index + 1}`)));
  machine.invoke(closure, { self: of(open("this")), args, context: module });
}

function kindOf(common: CommonCall, watch: Watch): SourceFact["kind"] {
  if (common.from.call === common.to.call) return "loop";
  if (isRepeated(common.to) && isRepeated(common.from)) return "loop";
  if (watch.seen.some(({ args, control, reads }) => has(args | control | reads, SIBLING))) return "barrier";
  return isLateAwait(common) ? "late-await" : "serial";
}
