import type { AdviceRequest } from "../port.ts";
import type { AwaitedStep } from "./awaited-steps.ts";
import type { Block, Entry, Hoist } from "./hoist.ts";
import { inTurn } from "./in-turn.ts";
import { crossing, isMovable } from "./obstacle.ts";
import { namesIn } from "./pure.ts";
import type { Withheld } from "./withheld.ts";

export interface Plan {
  readonly hoists: readonly Hoist[];
  /** A call that was to be freed stays where it is. */
  readonly partly: boolean;
}

/** Which calls start where: those that can be moved safely. Where none can, why the first of them stays. */
export function planHoists(block: Block, request: AdviceRequest): Plan | Withheld {
  const hoists = new Map<Entry, Hoist>();
  let stays: Withheld | undefined;
  for (const entry of block.entries) {
    const planned = new Planner(block, request, hoists).plan(entry);
    if (typeof planned === "string") stays ??= planned;
    else if (planned !== undefined) hoists.set(entry, planned);
  }
  if (hoists.size === 0) return stays ?? "advice.nothing-to-move";
  const inOrder = inTurn(block, hoists);
  return typeof inOrder === "string" ? inOrder : { hoists: inOrder, partly: stays !== undefined };
}

/** How far up a call can move, and what stops it. */
interface Reach {
  readonly to: number;
  /** The topmost call that is crossed; the call itself where none is. */
  readonly top: Entry;
  readonly along: readonly number[];
  /** Positions of all statements on the way that would move along. */
  readonly passed: readonly number[];
  /** Position of the statement that stopped the move. */
  readonly stop: number;
  readonly reason?: Withheld;
}

class Planner {
  readonly #block: Block;
  readonly #request: AdviceRequest;
  readonly #hoists: ReadonlyMap<Entry, Hoist>;
  readonly #responses: ReadonlySet<string>;

  constructor(block: Block, request: AdviceRequest, hoists: ReadonlyMap<Entry, Hoist>) {
    this.#block = block;
    this.#request = request;
    this.#hoists = hoists;
    this.#responses = new Set(block.entries.flatMap(({ step }) => [...step.declares]));
  }

  plan(entry: Entry): Hoist | Withheld | undefined {
    const { step } = entry;
    const group = this.#request.startTogether.find((members) => entry.calls.some((call) => members.includes(call)));
    if (group === undefined) return undefined;
    // A group with other calls in it needs what those need.
    if (entry.apart && !entry.calls.every((call) => group.includes(call))) return this.#mixed(entry, group);
    const earliest = this.#firstOf(group) ?? entry;
    const reach = this.#reach(entry, group);
    const chained = this.#chain(entry, reach, group);
    if (chained !== undefined) return step.plain ? chained : "advice.impure-arguments";
    const moved = reach.top === entry ? undefined : { entry, to: reach.to, along: reach.along };
    if (entry === earliest && (group.length > 1 || moved === undefined)) {
      // The first of its group is where the others go to; it may still start above calls it does not need.
      if (group.length === 1) return reach.reason ?? "advice.nothing-to-move";
      return step.plain ? moved : undefined;
    }
    if (!step.plain) return "advice.impure-arguments";
    if (this.#index(reach.top) > this.#index(earliest)) return reach.reason ?? "advice.nothing-to-move";
    return moved ?? "advice.nothing-to-move";
  }

  /** The first of a group may stay; what was to be freed cannot be moved by itself. */
  #mixed(entry: Entry, group: readonly number[]): Withheld | undefined {
    return entry === this.#firstOf(group) && group.length > 1 ? undefined : "advice.needed-call-between";
  }

  #index(entry: Entry): number {
    return this.#block.entries.indexOf(entry);
  }

  #firstOf(group: readonly number[]): Entry | undefined {
    return this.#block.entries.find(({ calls }) => calls.some((call) => group.includes(call)));
  }

  /** May a call of the group start before this one has answered? */
  #isFree(group: readonly number[], entry: Entry, base?: Entry): boolean {
    if (entry === base) return true;
    const first = this.#firstOf(group) ?? entry;
    // Calls of a group need the same earlier ones: what is behind its first call none of them needs.
    return this.#index(entry) >= this.#index(first) || entry.calls.every((call) => !this.#request.after.includes(call));
  }

  /** Nothing is gained above the topmost call that is crossed. */
  #reach(entry: Entry, group: readonly number[]): Reach {
    const needed = new Set(namesIn(entry.step.call));
    let top = entry;
    let along: readonly number[] = [];
    const passed: number[] = [];
    const stopped = (stop: number, reason?: Withheld): Reach => {
      return { to: top.at, top, along, passed, stop, ...(reason === undefined ? {} : { reason }) };
    };
    for (let position = entry.at; position >= 0; position -= 1) {
      const reason = this.#stopAt(position, { needed, group, below: entry });
      if (reason === "advice.value-made-between" && this.#moves(position, needed)) {
        passed.push(position);
        continue;
      }
      if (reason !== undefined) return stopped(position, reason);
      const crossed = this.#entriesAt(position, entry);
      const [first] = crossed;
      if (first === undefined) continue;
      top = first;
      along = passed.filter((at) => at > position).toReversed();
    }
    return stopped(-1);
  }

  #entriesAt(position: number, below: Entry): readonly Entry[] {
    return this.#block.entries.filter(({ at }, index) => at === position && index < this.#index(below));
  }

  /** A statement that makes a value the call needs comes along, if it does nothing else and cannot fail. */
  #moves(position: number, needed: Set<string>): boolean {
    const { statements, knows, typed } = this.#block;
    const statement = statements[position];
    if (statement === undefined || !isMovable(statement, knows, typed)) return false;
    for (const name of namesIn(statement)) needed.add(name);
    return true;
  }

  #stopAt(
    position: number,
    {
      needed,
      group,
      below,
      base,
    }: {
      readonly needed: ReadonlySet<string>;
      readonly group: readonly number[];
      readonly below: Entry;
      readonly base?: Entry;
    },
  ): Withheld | undefined {
    const { statements, loud, knows, state } = this.#block;
    const statement = statements[position];
    if (statement === undefined) return "advice.opaque-call-between";
    const entries = this.#entriesAt(position, below);
    if (entries.some(({ step }) => overlap(step.declares, needed))) return "advice.needed-call-between";
    if (!entries.every((entry) => this.#isFree(group, entry, base))) return "advice.needed-call-between";
    if (!entries.every(({ step }) => step.plain)) return "advice.opaque-call-between";
    if (position === below.at) return undefined;
    if (loud.has(position)) return "advice.opaque-call-between";
    if (entries.length > 0) return undefined;
    const names = crossing(statement, this.#responses, knows);
    if (typeof names === "string") return names;
    if (
      statement.type === "VariableDeclaration" &&
      statement.declarations.some(({ init }) => init !== null && state.in(init))
    )
      return "advice.state-between";
    return overlap(names, needed) ? "advice.value-made-between" : undefined;
  }

  /**
   * A call that needs one value, of a call that was itself moved up or is one of a `Promise.all`, goes on from that
   * call's promise; otherwise it would wait for the awaits in between.
   */
  #chain(entry: Entry, { stop, passed }: Reach, group: readonly number[]): Hoist | undefined {
    const [base, second] = this.#block.entries.filter(({ at }) => at === stop);
    if (base === undefined || second !== undefined || !base.step.bare || !base.step.plain) return undefined;
    if (entry.step.conditional || entry.at === base.at || passed.length > 0) return undefined;
    const needed = namesIn(entry.step.call);
    if (!overlap(base.step.declares, needed)) return undefined;
    const moved = this.#hoists.get(base);
    const member = memberWith(base.step, needed);
    if (base.step.members.length > 0 && (moved !== undefined || member === undefined)) return undefined;
    if (base.step.members.length === 0 && moved === undefined) return undefined;
    const to = moved?.to ?? stop;
    // Everything else between the new place and the base's statement is crossed as well.
    const others = new Set([...needed].filter((name) => !base.step.declares.has(name)));
    for (let position = stop - 1; position >= to; position -= 1) {
      if (this.#stopAt(position, { needed: others, group, below: entry, base }) !== undefined) return undefined;
    }
    return { entry, to, along: [], base: member === undefined ? { entry: base } : { entry: base, member } };
  }
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

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true;
  return false;
}
