import type { Node } from "oxc-parser";
import type { AdviceRequest } from "../port.ts";
import type { AwaitedStep } from "./awaited-step.ts";
import { crossing } from "./obstacle.ts";
import { namesIn } from "./pure.ts";
import type { Withheld } from "./withheld.ts";

/** A step whose call is started before its statement. */
export interface Hoist {
  readonly at: number;
  readonly step: AwaitedStep;
  /** Position of the statement in front of which the call starts. */
  readonly to: number;
  /** What it is chained to by `.then`: a step, or one call of its `Promise.all`. */
  readonly base?: { readonly at: number; readonly member?: number };
}

export interface Block {
  readonly statements: readonly Node[];
  /** Steps by position of their statement, with the finding's calls that each makes. */
  readonly steps: ReadonlyMap<number, { readonly step: AwaitedStep; readonly calls: readonly number[] }>;
}

/** Which calls start where. Every call that was to be freed is, or nothing is offered. */
export function planHoists(block: Block, request: AdviceRequest): readonly Hoist[] | Withheld {
  const hoists = new Map<number, Hoist>();
  for (const [at] of [...block.steps].sort(([a], [b]) => a - b)) {
    const planned = planStep(block, request, hoists, at);
    if (typeof planned === "string") return planned;
    if (planned !== undefined) hoists.set(at, planned);
  }
  return hoists.size === 0 ? "advice.nothing-to-move" : [...hoists.values()];
}

function planStep(
  block: Block,
  request: AdviceRequest,
  hoists: ReadonlyMap<number, Hoist>,
  at: number,
): Hoist | Withheld | undefined {
  const entry = block.steps.get(at);
  const group = request.startTogether.find((members) => entry?.calls.some((call) => members.includes(call)));
  if (entry === undefined || group === undefined) return undefined;
  const { step } = entry;
  const earliest = positionOf(block, group) ?? at;
  const mayMove = (position: number, base?: number): boolean => isFree(block, request, group, { position, base });
  const reach = upTo(block, step, at, mayMove);
  const chained = chain(block, hoists, { at, step, reach, mayMove });
  if (chained !== undefined) return step.plain ? chained : "advice.impure-arguments";
  if (at === earliest && (group.length > 1 || reach.to === at)) {
    // The first of its group is where the others go to; it may still start above calls it does not need.
    if (group.length === 1) return reach.reason ?? "advice.nothing-to-move";
    return step.plain && hasAwait(block, reach.to, at) ? { at, step, to: reach.to } : undefined;
  }
  if (!step.plain) return "advice.impure-arguments";
  if (reach.to > earliest) return reach.reason ?? "advice.nothing-to-move";
  return hasAwait(block, reach.to, at) ? { at, step, to: reach.to } : "advice.nothing-to-move";
}

/** May a call of the group start before the call at this position has answered? */
function isFree(
  block: Block,
  request: AdviceRequest,
  group: readonly number[],
  { position, base }: { readonly position: number; readonly base: number | undefined },
): boolean {
  const entry = block.steps.get(position);
  if (entry === undefined) return false;
  if (position === base) return true;
  const first = positionOf(block, group) ?? position;
  // Calls of a group need the same earlier ones: what is behind its first call none of them needs.
  return position >= first || entry.calls.every((call) => !request.after.includes(call));
}

function positionOf(block: Block, group: readonly number[]): number | undefined {
  const positions = [...block.steps].flatMap(([at, { calls }]) =>
    calls.some((call) => group.includes(call)) ? [at] : [],
  );
  return positions.length === 0 ? undefined : Math.min(...positions);
}

interface Reach {
  readonly to: number;
  /** Position of the statement that stopped the move. */
  readonly stop: number;
  readonly reason?: Withheld;
}

/** How far up a step can move, and what stops it. */
function upTo(block: Block, step: AwaitedStep, at: number, mayMove: (position: number) => boolean): Reach {
  const needed = namesIn(step.call);
  const responses = new Set([...block.steps.values()].flatMap(({ step }) => [...step.declares]));
  // Nothing is gained above the topmost call that is crossed.
  let to = at;
  for (let position = at - 1; position >= 0; position -= 1) {
    const reason = stopAt(block, position, { needed, responses, mayMove });
    if (reason !== undefined) return { to, stop: position, reason };
    if (block.steps.has(position)) to = position;
  }
  return { to, stop: -1 };
}

function stopAt(
  block: Block,
  position: number,
  given: {
    readonly needed: ReadonlySet<string>;
    readonly responses: ReadonlySet<string>;
    readonly mayMove: (position: number) => boolean;
  },
): Withheld | undefined {
  const statement = block.statements[position];
  const entry = block.steps.get(position);
  if (statement === undefined) return "advice.opaque-call-between";
  if (entry !== undefined) {
    if (overlap(entry.step.declares, given.needed)) return "advice.needed-call-between";
    if (!given.mayMove(position)) return "advice.needed-call-between";
    return entry.step.plain ? undefined : "advice.opaque-call-between";
  }
  const names = crossing(statement, given.responses);
  if (typeof names === "string") return names;
  return overlap(names, given.needed) ? "advice.value-made-between" : undefined;
}

/**
 * A step that needs one value, of a call that was itself moved up or is one of a `Promise.all`, goes on from that
 * call's promise; otherwise it would wait for the awaits in between.
 */
function chain(
  block: Block,
  hoists: ReadonlyMap<number, Hoist>,
  {
    at,
    step,
    reach,
    mayMove,
  }: {
    readonly at: number;
    readonly step: AwaitedStep;
    readonly reach: Reach;
    readonly mayMove: (position: number, base?: number) => boolean;
  },
): Hoist | undefined {
  const base = block.steps.get(reach.stop)?.step;
  if (base === undefined || !base.bare || !base.plain) return undefined;
  const needed = namesIn(step.call);
  if (!overlap(base.declares, needed)) return undefined;
  const moved = hoists.get(reach.stop);
  const member = memberWith(base, needed);
  if (base.members.length > 0 && (moved !== undefined || member === undefined)) return undefined;
  if (base.members.length === 0 && (moved === undefined || !hasAwait(block, moved.to, reach.stop))) return undefined;
  const to = moved?.to ?? reach.stop;
  // Everything else between the new place and the base's statement is crossed as well.
  const others = new Set([...needed].filter((name) => !base.declares.has(name)));
  const responses = new Set([...block.steps.values()].flatMap((entry) => [...entry.step.declares]));
  for (let position = reach.stop - 1; position >= to; position -= 1) {
    const allowed = { needed: others, responses, mayMove: (place: number) => mayMove(place, reach.stop) };
    if (stopAt(block, position, allowed) !== undefined) return undefined;
  }
  return { at, step, to, base: member === undefined ? { at: reach.stop } : { at: reach.stop, member } };
}

/** The one element of `const [a, b] = await Promise.all([…])` whose names are read. */
function memberWith(step: AwaitedStep, needed: ReadonlySet<string>): number | undefined {
  if (step.members.length === 0 || step.pattern.type !== "ArrayPattern") return undefined;
  const read = step.pattern.elements.flatMap((element, index) =>
    element !== null && overlap(namesIn(element), needed) ? [{ index, rest: element.type === "RestElement" }] : [],
  );
  const [only, second] = read;
  return only === undefined || second !== undefined || only.rest ? undefined : only.index;
}

function hasAwait(block: Block, from: number, to: number): boolean {
  for (let position = from; position < to; position += 1) if (block.steps.has(position)) return true;
  return false;
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true;
  return false;
}
