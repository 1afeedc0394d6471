import type { Frame } from "@weir/core";
import type { Node } from "oxc-parser";
import type { SourceProject } from "../project/source-project.ts";
import { type CallNode, type FunctionNode, isCall, isFunction } from "../syntax/node.ts";
import { nameOf } from "../syntax/function-name.ts";
import { children } from "../syntax/parsed-file.ts";
import { awaitedParameter, madeBehind } from "./awaited-parameter.ts";
import { importsAnother } from "./imports-another.ts";
import { lostCallers } from "./lost-callers.ts";
import { isRetry } from "./retry-loop.ts";
import { type StackPlace, stackPlace, waitsForValue } from "./stack-place.ts";

/** Where two stacks part: two calls of one function, or one call of a loop. */
export interface CommonCall {
  readonly from: StackPlace;
  readonly to: StackPlace;
  /** The innermost calls of both stacks. */
  readonly fromSite: StackPlace;
  readonly toSite: StackPlace;
  /** The function in whose one activation both were made; one of the calls may stand in a function within it. */
  readonly within: StackPlace["scope"];
  /** One call in a loop led to both, into a function of its own each. */
  readonly ways?: { readonly from: FunctionNode; readonly to: FunctionNode };
}

export type Parting =
  | {
      readonly kind: "shared";
      readonly common: CommonCall;
      /** Where it cannot be told which of several loops came around: the others. */
      readonly others: readonly CommonCall[];
      /** Loops around the function: if one of them came around in between, the calls are of two of its activations. */
      readonly around: readonly CommonCall[];
      /** Both stacks, as far as they can be read. */
      readonly from: readonly StackPlace[];
      readonly to: readonly StackPlace[];
    }
  | { readonly kind: "distinct"; readonly from: readonly StackPlace[]; readonly to: readonly StackPlace[] }
  | { readonly kind: "unreadable"; readonly reason: string };

/** A frame, and its place if the source is there. */
interface Spot {
  readonly frame: Frame;
  readonly place: StackPlace | undefined;
}

/**
 * The innermost function in whose one activation both calls were made. Outer frames have to stand at the same call:
 * a helper called twice is two activations, and its caller is the function that is meant.
 */
export function partingOf(project: SourceProject, from: readonly Frame[], to: readonly Frame[]): Parting {
  const a = spots(project, from);
  const b = spots(project, to);
  if (typeof a === "string") return { kind: "unreadable", reason: a };
  if (typeof b === "string") return { kind: "unreadable", reason: b };
  const fromSite = a[0]?.place;
  const toSite = b[0]?.place;
  if (fromSite === undefined || toSite === undefined) return { kind: "unreadable", reason: "source.no-frame" };
  const same = isSameStack(a, b);
  const found = same
    ? repeated(a)
    : (inOneFunction(project, a, b) ?? orElse(inNestedFunction(project, a, b), () => inOneLoop(project, a, b)));
  const both = { from: readable(a), to: readable(b) };
  const [common, ...more] = found.map((calls) => ({ ...calls, fromSite, toSite }));
  if (common !== undefined)
    return { kind: "shared", common, others: same ? more : [], around: same ? [] : more, ...both };
  return { kind: "distinct", ...both };
}

/** A stack's frames in the source, innermost first; a reason when not even the innermost is found. */
export function places(project: SourceProject, frames: readonly Frame[]): readonly StackPlace[] | string {
  const found = spots(project, frames);
  return typeof found === "string" ? found : readable(found);
}

function spots(project: SourceProject, frames: readonly Frame[]): readonly Spot[] | string {
  const found: Spot[] = [];
  const read = frames.map((frame) => ({ frame, place: stackPlace(project, frame) }));
  for (const { frame, place } of wherePromisesAreMade(project, read)) {
    if (typeof place === "string" && found.length === 0) return place;
    if (waitsForOwnKind(project, frame, found.at(-1)?.place)) continue;
    found.push({ frame, place: typeof place === "string" ? undefined : place });
  }
  return found.flatMap((spot, index) => [spot, ...lostBehind(project, spot, found[index + 1])]);
}

interface ReadFrame {
  readonly frame: Frame;
  readonly place: StackPlace | string;
}

/**
 * Where a function that waits for a promise it was given is all that is shown of a request, it gives way to the place where
 * the promise was made. Further out it is a caller like others: what it makes of the answer is its own.
 */
function wherePromisesAreMade(project: SourceProject, read: readonly ReadFrame[]): readonly ReadFrame[] {
  const [first, ...callers] = read;
  const given = first === undefined ? undefined : awaitedParameter(project, first.frame);
  const shown = callers.map(({ place }) => (typeof place === "string" ? undefined : place));
  const made = given === undefined ? undefined : madeBehind(given, shown);
  const maker = made === undefined ? undefined : callers[made.frames - 1];
  if (made === undefined || maker === undefined) return read;
  return [{ frame: maker.frame, place: made.place }, ...callers.slice(made.frames)];
}

/**
 * `list.reduce(async (before, each) => { await before; … })`: the next round waits for a value that the last one gave. Such
 * a frame tells who waits, and not who called.
 */
function waitsForOwnKind(project: SourceProject, frame: Frame, inner: StackPlace | undefined): boolean {
  return frame.async && inner !== undefined && waitsForValue(project, frame) === inner.scope;
}

function lostBehind(project: SourceProject, { place, frame }: Spot, next: Spot | undefined): Spot[] {
  if (place === undefined || (next !== undefined && next.place === undefined)) return [];
  return lostCallers(project, place, next?.place).map((caller) => {
    const { file, call } = caller;
    return { place: caller, frame: { ...frame, file: file.path, ...file.lines.position(call.start) } };
  });
}

/** A frame that cannot be read hides what its callers share. */
function readable(stack: readonly Spot[]): StackPlace[] {
  const end = stack.findIndex(({ place }) => place === undefined);
  return stack.slice(0, end < 0 ? stack.length : end).flatMap(({ place }) => place ?? []);
}

type Calls = Omit<CommonCall, "fromSite" | "toSite">;

function inOneFunction(project: SourceProject, a: readonly Spot[], b: readonly Spot[]): Calls[] | undefined {
  for (const [i, { place: from }] of a.entries()) {
    for (const [j, { place: to }] of b.entries()) {
      if (from === undefined || to === undefined || from.scope !== to.scope || from.call === to.call) continue;
      if (sameCallers(project, a.slice(i), b.slice(j)))
        return [{ from, to, within: from.scope }, ...loopsIn(a.slice(i + 1))];
    }
  }
  return undefined;
}

function orElse(found: Calls[], other: () => Calls[]): Calls[] {
  return found.length > 0 ? found : other();
}

/** `for (const step of steps) await step(context)`: one call, and behind it two functions. */
function inOneLoop(project: SourceProject, a: readonly Spot[], b: readonly Spot[]): Calls[] {
  for (const [i, { place: from }] of a.entries()) {
    for (const [j, { place: to }] of b.entries()) {
      const [first, later] = [a[i - 1]?.place?.scope, b[j - 1]?.place?.scope];
      if (from === undefined || from.call !== to?.call || from.scope !== to.scope || !isRepeated(from)) continue;
      if (first === undefined || later === undefined || first === later) continue;
      if (!isFunction(first) || !isFunction(later) || !sameCallers(project, a.slice(i), b.slice(j))) continue;
      return [{ from, to, within: from.scope, ways: { from: first, to: later } }, ...loopsIn(a.slice(i + 1))];
    }
  }
  return [];
}

/** `getUser().then(() => getOrders())`: nothing but the callback may be on the later stack. */
function inNestedFunction(project: SourceProject, a: readonly Spot[], b: readonly Spot[]): Calls[] {
  for (const [i, { place: from }] of a.entries()) {
    for (const [j, { place: to }] of b.entries()) {
      if (from === undefined || to === undefined || from.file !== to.file || from.scope === to.scope) continue;
      const outerIsFrom = contains(from.scope, to.scope);
      if (!outerIsFrom && !contains(to.scope, from.scope)) continue;
      // Where both went through the inner call, which of its callers each came from is what matters.
      if (
        (outerIsFrom ? a.slice(0, i) : b.slice(0, j)).some(
          ({ place }) => place?.call === (outerIsFrom ? to : from).call,
        )
      )
        continue;
      const outer = outerIsFrom ? a.slice(i) : b.slice(j);
      if (isFunction(outerIsFrom ? from.scope : to.scope) && areOnlyCalls(project, outer))
        return [{ from, to, within: outerIsFrom ? from.scope : to.scope }];
    }
  }
  return [];
}

function contains(outer: Node, inner: Node): boolean {
  return outer !== inner && outer.start <= inner.start && inner.end <= outer.end;
}

/** The same stack twice came around a loop, whichever of those it went through, or around a callback. */
function repeated(stack: readonly Spot[]): Calls[] {
  const loops = loopsIn(stack);
  const rounds = loops.filter(({ from }) => !isRetry(from));
  if (loops.length > 0) return rounds.length > 0 ? rounds : loops;
  return readable(stack).flatMap((place) =>
    enclosingFunctions(place).map((within) => ({ from: place, to: place, within })),
  );
}

function loopsIn(stack: readonly Spot[]): Calls[] {
  const loops = readable(stack).filter(isRepeated);
  return loops.map((place) => ({ from: place, to: place, within: place.scope }));
}

/** A callback within a callback: each of them may be what came around. */
function enclosingFunctions({ file, scope }: StackPlace): FunctionNode[] {
  const found: FunctionNode[] = [];
  for (let node = file.parent(scope); node !== undefined; node = file.parent(node))
    if (isFunction(node)) found.push(node);
  return found;
}

function isSameStack(a: readonly Spot[], b: readonly Spot[]): boolean {
  return a.length === b.length && a.every((spot, index) => isSame(spot, b[index]));
}

/**
 * Do both stacks go on alike behind their first frames? Where one ends first (a caller that is not awaited leaves no
 * frame behind), or lacks a caller that only passes the promise on, the callers the other one shows must have no second
 * call that it could have come through.
 */
function sameCallers(project: SourceProject, a: readonly Spot[], b: readonly Spot[]): boolean {
  let [i, j] = [1, 1];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined || right === undefined) return false;
    if (!isSame(left, right)) {
      const skipped = passesOn(left) ? a.slice(i - 1, i + 1) : passesOn(right) ? b.slice(j - 1, j + 1) : [];
      if (skipped.length === 0 || !areOnlyCalls(project, skipped)) return false;
      if (passesOn(left)) i += 1;
      else j += 1;
      continue;
    }
    i += 1;
    j += 1;
  }
  return areOnlyCalls(project, a.slice(i - 1)) && areOnlyCalls(project, b.slice(j - 1));
}

/** `return f()`, `() => f()`: once `f` waits, nothing of this function is on the stack any more. */
function passesOn({ place }: Spot): boolean {
  if (place === undefined) return false;
  const holder = place.file.parent(place.call);
  return (
    holder?.type === "ReturnStatement" || (holder?.type === "ArrowFunctionExpression" && holder.body === place.call)
  );
}

/** Is each of these frames, but for the first, the one call there is of the function of the frame before? */
function areOnlyCalls(project: SourceProject, stack: readonly Spot[]): boolean {
  return stack
    .slice(1)
    .every((caller, index) => isOnlyCall(caller) && isOnlyMention(project, stack[index]?.place, caller.place));
}

/** Is a function named nowhere but where it is made, where it is imported for this call, and in the call? */
function isOnlyMention(
  project: SourceProject,
  called: StackPlace | undefined,
  caller: StackPlace | undefined,
): boolean {
  if (called === undefined || caller === undefined || !isFunction(called.scope)) return true;
  // Of a method the name alone: whose it is, a call does not say.
  const name = nameOf(called.file, called.scope)?.split(".").at(-1);
  if (name === undefined || !/^[\w$]+$/.test(name)) return true;
  const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
  const mentions = ({ file }: StackPlace): number => file.text.match(word)?.length ?? 0;
  if (mentions(called) > (called.file === caller.file ? 2 : 1)) return false;
  if (called.file !== caller.file && mentions(caller) > 2) return false;
  return project
    .importing(name)
    .every(
      (path) =>
        path === called.file.path || path === caller.file.path || importsAnother(project, path, name, called.file),
    );
}

function isSame(a: Spot, b: Spot | undefined): boolean {
  if (b === undefined) return false;
  if (a.place !== undefined && b.place !== undefined)
    return a.place.scope === b.place.scope && a.place.call === b.place.call;
  const { frame } = a;
  return frame.file === b.frame.file && frame.line === b.frame.line && frame.column === b.frame.column;
}

/** Is this the one call of its function that leads there, made once? */
function isOnlyCall({ place }: Spot): boolean {
  if (place === undefined || isRepeated(place)) return false;
  const text = calleeText(place, place.call);
  const open: Node[] = [place.scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const isAlike = node !== place.call && isCall(node) && calleeText(place, node) === text;
    if (isAlike && !(tellsNoError(place.call) && isRefusal(place, node))) return false;
    open.push(...children(node));
  }
  return true;
}

/** `done(null, value)` */
function tellsNoError(call: Node): boolean {
  if (call.type !== "CallExpression" || call.arguments.length < 2) return false;
  const [first] = call.arguments;
  return first?.type === "Literal" && first.value === null;
}

/** `return done(error)`: what is called there goes no further. */
function isRefusal({ file }: StackPlace, call: Node): boolean {
  return call.type === "CallExpression" && !tellsNoError(call) && file.parent(call)?.type === "ReturnStatement";
}

function calleeText({ file }: StackPlace, call: CallNode): string {
  const callee = call.type === "TaggedTemplateExpression" ? call.tag : call.callee;
  return file.text.slice(callee.start, callee.end);
}

/** Does the call stand in a loop of its function? */
export function isRepeated({ file, scope, call }: StackPlace): boolean {
  let inner: Node = call;
  let last = false;
  for (let node = file.parent(call); node !== undefined && node !== scope; node = file.parent(node)) {
    if (/^(?:For|While|DoWhile)/.test(node.type) && !isHead(node, inner) && !last) return true;
    // What ends the function ends the loop, unless a failure is caught on the way.
    if (node.type === "TryStatement") last = false;
    else if (node.type === "ReturnStatement" || (node.type === "BlockStatement" && endsBehind(node.body, inner)))
      last = true;
    inner = node;
  }
  return false;
}

/** Is a statement of a block followed by a way out that nothing leads around? */
function endsBehind(body: readonly Node[], statement: Node): boolean {
  const behind = body.slice(body.indexOf(statement) + 1);
  const out = behind.findIndex(({ type }) => type === "ReturnStatement" || type === "ThrowStatement");
  return out >= 0 && behind.slice(0, out).every(({ type }) => /^(?:Expression|Variable)/.test(type));
}

/** What a loop goes over, and how it begins, is evaluated once. */
function isHead(loop: Node, part: Node): boolean {
  if (loop.type === "ForStatement") return loop.init === part;
  return (loop.type === "ForOfStatement" || loop.type === "ForInStatement") && loop.right === part;
}
