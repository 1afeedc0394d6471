import type { SourceFact } from "@weir/core";
import { Interpreter } from "../machine/interpreter.ts";
import { asUnfollowed, Unfollowed } from "../machine/machine.ts";
import { nextSerial, open } from "../machine/objects.ts";
import { has, SIBLING } from "../machine/taint.ts";
import { of, type Value } from "../machine/value.ts";
import { Watch } from "../machine/watch.ts";
import type { SourceProject } from "../project/source-project.ts";
import { type FunctionNode, isFunction } from "../syntax/node.ts";
import { type CommonCall, isRepeated } from "./common-call.ts";
import { eventFor, isBehindHooks, runHooksBefore } from "./behind-hooks.ts";
import { closureOf } from "./function-value.ts";
import { isLateAwait } from "./late-await.ts";
import { type Outcome, outcomeOf, placeOf, unknown } from "./outcome.ts";
import { isPoll } from "./poll-loop.ts";
import type { StackPlace } from "./stack-place.ts";
import { transactionAround } from "./transaction.ts";

export interface Related {
  readonly fact: SourceFact;
  /** In one activation B comes before A and never after it: the two were made in different activations. */
  readonly apart: boolean;
}

/** What the stacks of both calls tell besides where they part. */
export interface Stacks extends Pick<Watch, "callees" | "shared"> {
  readonly from: readonly StackPlace[];
  readonly to: readonly StackPlace[];
}

/** Functions around the common one from which it is tried to reach both calls, and values of each that are tried. */
const MAX_OUTER = 4;
const MAX_VALUES = 6;
/** Runs for one pair, and steps of all of them after which no other is tried. */
const MAX_ATTEMPTS = 10;
const MAX_STEPS = 60_000;

/** Where a run starts. */
interface Start {
  readonly at: StackPlace;
  readonly within: StackPlace["scope"];
  /** Whether the modules of both stacks are run before it: they may make the functions that meet. */
  readonly modules: boolean;
  /** Of several values of the function, the one made before as many others. */
  readonly before: number;
  /** Whether SvelteKit's hooks are run before it: they may make what the event brings. */
  readonly hooks?: boolean;
}

/** What running the common function says of two calls that it leads to. */
export function relateCalls(project: SourceProject, common: CommonCall, stacks: Stacks): Related {
  const own = { at: common.from, within: common.within };
  const first = attempt(project, common, stacks, { ...own, modules: false, before: 0 });
  // Whether a generator goes on, who goes over it decides.
  if (first.apart || (isSettled(first) && !isGenerator(common.within))) return first;
  // What the function was given, or closes over, leads on: that is known further out, or where it was made.
  let attempts = 1;
  let { steps } = first;
  const outer = around(common, stacks);
  const entry = [own, ...outer].findLast(({ at }) => isBehindHooks(at));
  const starts = [...(entry === undefined ? [] : [{ ...entry, hooks: true }]), own, ...outer];
  for (const start of starts.filter(({ within }) => !isGenerator(within))) {
    for (
      let before = 0;
      before < MAX_VALUES && attempts < MAX_ATTEMPTS && steps < MAX_STEPS;
      before += 1, attempts += 1
    ) {
      const other = attempt(project, common, stacks, { ...start, modules: true, before });
      if (other.reached && other.alongStacks && (!first.alongStacks || isSettled(other))) return other;
      steps += other.steps;
      if (other.fact.reason === "source.function-not-found") break;
    }
  }
  // By another way than the one seen, what was found tells nothing of it.
  if (!first.reached || first.fact.relation !== "independent") return first;
  return { ...first, fact: { ...first.fact, ...unknown("source.later-not-reached") } };
}

/** Was it seen by the very way that the stacks show, and nothing on it left open? */
function isSettled({ reached, alongStacks, fact }: Attempt): boolean {
  return reached && alongStacks && fact.relation !== "unknown";
}

function isGenerator(scope: StackPlace["scope"]): boolean {
  return isFunction(scope) && scope.generator;
}

function around(common: CommonCall, { from, to }: Stacks): Pick<Start, "at" | "within">[] {
  const at = from.findIndex(({ scope }) => scope === common.within);
  return from
    .slice(at + 1)
    .filter(({ scope }) => isFunction(scope) && to.some((place) => place.scope === scope))
    .slice(0, MAX_OUTER)
    .map((place) => ({ at: place, within: place.scope }));
}

interface Attempt extends Related {
  readonly steps: number;
  /** Both requests were reached. */
  readonly reached: boolean;
  /** Through the very functions that the stacks show. */
  readonly alongStacks: boolean;
}

function attempt(project: SourceProject, common: CommonCall, stacks: Stacks, start: Start): Attempt {
  const watch = watchOf(common, stacks);
  const machine = new Interpreter(project, watch);
  const { sometimes, ...seen } = inOrder(common, observed(machine, common, { project, watch, stacks, start }));
  const elsewhere =
    isElsewhere(stacks.from, common.from, watch, "from") || isElsewhere(stacks.to, common.to, watch, "to");
  const outcome = seen.relation === "independent" ? doubted(seen, elsewhere, polls(common, stacks.from)) : seen;
  const activation = sometimes === true ? "unknown" : "shared";
  const fact: SourceFact = { ...outcome, activation, place: placeOf(common.from), kind: kindOf(common, watch) };
  return {
    fact,
    steps: machine.steps,
    apart: outcome.reason === "source.later-not-reached" && watch.started && watch.toComesFirst,
    reached: watch.fromSiteReached && watch.toSiteReached,
    alongStacks:
      isAlong(stacks.from, common.from, watch.entered.from) && isAlong(stacks.to, common.to, watch.entered.to),
  };
}

function doubted(seen: Outcome, elsewhere: boolean, polled: boolean): Outcome {
  if (polled)
    return {
      relation: "guard",
      reason: "source.guarded-by-answer",
      ...(seen.detail === undefined ? {} : { detail: seen.detail }),
    };
  return elsewhere ? unknown("source.later-not-reached", seen.detail) : seen;
}

/** Does A's request, or what leads to it, stand in a loop that waits for something to be there? */
function polls({ from: { call } }: CommonCall, stack: readonly StackPlace[]): boolean {
  const depth = stack.findIndex((place) => place.call === call);
  return stack.slice(0, depth + 1).some(isPoll);
}

/** Was every function entered that a stack shows below the call of the common function? */
function isAlong(stack: readonly StackPlace[], { call }: StackPlace, entered: ReadonlySet<FunctionNode>): boolean {
  const depth = stack.findIndex((place) => place.call === call);
  return stack.slice(0, Math.max(0, depth)).every(({ scope }) => !isFunction(scope) || entered.has(scope));
}

/**
 * `const tasks = ids.map((id) => ask(id)); await Promise.all(tasks)`: a stack that waits names the call that is waited for.
 * Was what it led to entered, but not by that call?
 */
function isElsewhere(
  stack: readonly StackPlace[],
  { call }: StackPlace,
  { entered }: Watch,
  side: "from" | "to",
): boolean {
  const depth = stack.findIndex((place) => place.call === call);
  return stack
    .slice(0, Math.max(0, depth))
    .some(({ scope }) => isFunction(scope) && entered.neither.has(scope) && !entered[side].has(scope));
}

function watchOf(common: CommonCall, { callees, shared }: Stacks): Watch {
  const { from, to, fromSite, toSite, ways } = common;
  const watch = new Watch({
    from: from.call,
    fromSite: fromSite.call,
    to: to.call,
    toSite: toSite.call,
    ...(ways === undefined ? {} : { ways }),
  });
  watch.callees = callees;
  watch.shared = shared;
  watch.once = from.call !== to.call && !isRepeated(from) && !isRepeated(to);
  return watch;
}

/** Two statements of one transaction run on one connection, one after the other. */
function inOrder({ from, to }: CommonCall, outcome: Outcome): Outcome {
  const transaction = transactionAround(from);
  if (transaction === undefined || transaction !== transactionAround(to)) return outcome;
  if (outcome.relation === "data" || outcome.relation === "guard") return outcome;
  return { relation: "ordered", reason: "source.same-transaction" };
}

interface Run {
  readonly project: SourceProject;
  readonly watch: Watch;
  readonly stacks: Stacks;
  readonly start: Start;
}

function observed(machine: Interpreter, common: CommonCall, run: Run): Outcome {
  try {
    runFrom(machine, run);
  } catch (error) {
    const { reason, detail } = asUnfollowed(error);
    return unknown(reason, detail);
  }
  return outcomeOf(common.from, run.watch);
}

/** Runs a function on values from outside. */
function runFrom(machine: Interpreter, { project, watch, stacks, start }: Run): void {
  const { at, within, modules, before, hooks = false } = start;
  const since = nextSerial();
  watch.since = since;
  if (modules) for (const { file } of [...stacks.from, ...stacks.to]) machine.modules.context(machine, file);
  const module = machine.modules.context(machine, at.file);
  if (!isFunction(within)) throw new Unfollowed("source.top-level");
  const closure = closureOf(machine, at.file, within, { module, since, before });
  if (hooks) runHooksBefore(machine, project, at.file.path);
  const [event] = hooks ? [eventFor(machine, { ...at, scope: within })] : [];
  const args = within.params.map(
    (_, index): Value => (index === 0 ? event : undefined) ?? of(open(`argument ${index + 1}`)),
  );
  machine.invoke(closure, { self: of(open("this")), args, context: module });
}

function kindOf({ from, to, ways, ...common }: CommonCall, watch: Watch): SourceFact["kind"] {
  if (ways !== undefined) return "serial";
  if (from.call === to.call) return "loop";
  if (isRepeated(to) && isRepeated(from)) return "loop";
  if (watch.seen.some(({ args, control, reads }) => has(args | control | reads, SIBLING))) return "barrier";
  return isLateAwait({ from, to, ...common }) ? "late-await" : "serial";
}
