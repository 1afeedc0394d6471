import { AwaitedFrom, awaiting } from "../../awaited-from.ts";
import { createHook, type PromiseHooks } from "./promise-hooks.ts";
import { type Known } from "./known.ts";
import { Mark, markOf, type Owned, RAN, SOURCE, stamp, WAITING } from "./mark.ts";
import { handedOver, live, received } from "./received.ts";
import { ProcessLog } from "./run-log.ts";

/** The runtime's own functions, without any carrying. */
export interface Deferral {
  microtask(task: () => void): void;
  /** Runs when the microtasks are through. */
  tick(task: () => void): void;
}

/**
 * A vector clock over promises: carries what is known of a root's operations from continuation to continuation.
 *
 * - A promise remembers what the code knew that made it, and what was known where it settled.
 * - A reaction knows the one (of the promise `await` or `then` made) and the other (of the promise waited for).
 * - Code between reactions of no sampled root knows nothing (`current` is null) and allocates nothing.
 *
 * Callbacks from outside (sockets, timers nobody carried) start with `null`: what they cause is in doubt, not wrong.
 * Settling in such a callback adds nothing, so a wait that passes through native code keeps what its code knew before.
 */
export class VectorClock {
  current: Known | null = null;
  readonly log: ProcessLog = new ProcessLog();
  readonly #outer: (Known | null)[] = [];
  /** What the pieces of code around the running one were awaited from. */
  readonly #callers: (AwaitedFrom | null)[] = [];
  /** The promise made last, where code with a promise of its own made it. */
  #fresh: object | undefined;
  readonly #defer: Deferral;
  #resetting = false;
  #draining = false;
  /** Marks of the members of the group that is being joined right now. */
  #members: Mark[] | null = null;
  /** Times a hook could not do its work (the stack was full): lineage of the roots running then is not to be trusted. */
  failures = 0;
  /** Set while a promise takes on another: what it knew when it was made, and from where on its resolver can have run. */
  #adopter: { readonly known: Known; readonly first: number } | null = null;
  /** Log position where the reaction now running was queued: jobs run in the order they were queued. */
  #queued = 0;
  #stop: (() => void) | undefined;

  constructor(defer: Deferral) {
    this.#defer = defer;
  }

  get running(): boolean {
    return this.#stop !== undefined;
  }

  start(): void {
    this.#stop ??= createHook(this.#hooks);
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#forget();
    this.log.clear();
  }

  /**
   * Makes `known` what the running code knows, until its reaction or callback ends. A callback from outside has no
   * end that can be seen; the first microtask after it is late enough, since no JavaScript runs in between but ticks.
   */
  adopt(known: Known): void {
    const { current } = this;
    const nested = this.#outer.length > 0;
    this.current = nested && current !== null && current.sets === known.sets ? known.sets.union(current, known) : known;
    this.#note(this.current);
    if (nested || this.#resetting) return;
    this.#resetting = true;
    this.#defer.microtask(this.#reset);
  }

  /** A callback begins with `known`, nested in whatever runs now. Every `push` has its `pop`. */
  push(known: Known | null): void {
    this.#outer.push(this.current);
    this.current = known;
    this.#note(known);
  }

  pop(): void {
    this.current = this.#outer.pop() ?? null;
  }

  /** From here on the running callback works for code that knew `known` (`null`: nobody can say what). */
  resume(known: Known | null): void {
    const { current } = this;
    if (current === null || this.#outer.length === 0) return;
    const { sets } = current;
    this.current = known === null ? sets.atLeast(sets.empty) : known.sets === sets ? known : current;
    this.#note(this.current);
  }

  /** Runs a promise combinator; the promise it returns will know what its members knew. */
  joining<T>(certain: boolean, combine: (pause: <S>(step: () => S) => S) => T): T {
    const outer = this.#members;
    const members: Mark[] = [];
    this.#members = members;
    const pause = <S>(step: () => S): S => {
      this.#members = outer;
      try {
        return step();
      } finally {
        this.#members = members;
      }
    };
    try {
      const result = combine(pause);
      this.#joined(result, members, certain);
      return result;
    } finally {
      this.#members = outer;
    }
  }

  #joined(result: unknown, members: readonly Mark[], certain: boolean): void {
    try {
      const mark = typeof result === "object" && result !== null ? markOf(result) : undefined;
      if (mark !== undefined) mark.joined = { members, certain };
    } catch {
      this.failures++;
    }
  }

  /** The mark of a promise handed to us, made if it has none; `undefined` if the promise cannot carry one. */
  mark(promise: object): Mark | undefined {
    const existing = markOf(promise);
    if (existing !== undefined) return existing;
    const mark = new Mark(null, null, this.log.position, null);
    try {
      stamp(promise, mark);
    } catch {
      // A frozen object may refuse (engines differ): then this promise tells nothing.
      return undefined;
    }
    return mark;
  }

  #note(known: Known | null): void {
    this.log.note(known);
    if (known !== null && !known.inner) known.sets.log.note(known);
  }

  readonly #reset = (): void => {
    this.#resetting = false;
    // Microtasks run on an empty stack: whatever is left here was left by a callback from outside.
    this.#forget();
  };

  #forget(): void {
    this.current = null;
    this.#outer.length = 0;
    this.#callers.length = 0;
    this.#fresh = undefined;
    awaiting.from = null;
  }

  readonly #init = (promise: object, parent?: object): void => {
    let { current } = this;
    try {
      let from: Mark | null = null;
      if (parent !== undefined && parent === this.#fresh) this.#awaits(parent);
      // What an operation is made of waits for promises only, and its own watching makes one behind the other.
      this.#fresh = parent === undefined || current?.inner === true ? undefined : promise;
      if (parent !== undefined) {
        from = markOf(parent) ?? null;
        // Nobody marked it where it was made, but code that knows something now waits for it.
        if (from === null && current !== null) from = this.mark(parent) ?? null;
        if (from !== null) this.#members?.push(from);
        if (from !== null && this.#adopter !== null) current = this.#adopt(from);
      }
      if (current !== null || from !== null) stamp(promise, new Mark(current, from, this.log.position, awaiting.from));
    } catch {
      // The application is deep in recursion. A promise without a mark only leaves its wait in doubt.
      this.failures++;
    }
  };

  /**
   * `await query`, where that is no promise: the runtime makes one for it, on behalf of the function that waits, and at once
   * another that waits for it. `p.then(f).then(g)` looks alike where `p` belongs to a function too; which of them it was
   * shows when the first one's job runs. A stack is dear, so it is not taken where `p` has come by waiting itself.
   */
  #awaits(promise: object): void {
    const mark = markOf(promise);
    const from = mark?.from ?? null;
    if (mark === undefined || from === null || from.state !== SOURCE || from.isSettled) return;
    mark.awaited = AwaitedFrom.take(this.#init, awaiting.from);
  }

  /** A function that waits for a promise has not settled; what `then` was called on has. */
  #callerOf({ caller, awaited, from }: Mark): AwaitedFrom | null {
    return awaited !== null && from?.isSettled === false ? awaited : caller;
  }

  readonly #before = (promise: object): void => {
    this.#outer.push(this.current);
    this.#callers.push(awaiting.from);
    try {
      const mark = markOf(promise);
      awaiting.from = mark === undefined ? null : this.#callerOf(mark);
      this.current = mark === undefined ? null : this.#resume(mark);
      this.#note(this.current);
    } catch {
      this.current = null;
      awaiting.from = null;
      this.failures++;
    }
    if (this.#draining || this.current === null) return;
    this.#draining = true;
    this.#defer.tick(this.#drained);
  };

  readonly #drained = (): void => {
    this.#draining = false;
    try {
      this.log.separate();
    } catch {
      this.failures++;
    }
  };

  readonly #after = (): void => {
    this.#adopter = null;
    this.current = this.#outer.pop() ?? null;
    awaiting.from = this.#callers.pop() ?? null;
  };

  readonly #settled = (promise: object): void => {
    try {
      this.#settle(promise, this.current);
    } catch {
      this.failures++;
    }
  };

  #settle(promise: object, current: Known | null): void {
    if (current === null && this.#outer.length === 0) this.log.separate();
    const mark = markOf(promise) ?? (current === null ? undefined : this.mark(promise));
    if (mark === undefined) return;
    mark.isSettled = true;
    mark.when = this.log.position;
    mark.set = mark.owned === null ? handedOver(mark.set ?? mark.reg, current) : answered(mark.owned, current);
    if (mark.joined !== null) this.#join(mark);
  }

  #resume(mark: Mark): Known | null {
    const { from } = mark;
    if (mark.state === WAITING && from !== null) {
      this.#queued = Math.max(this.#queued, mark.when, from.when);
      mark.state = RAN;
      mark.from = null;
      mark.reg = received(mark.reg, from.set);
      return mark.reg;
    }
    if (mark.state === SOURCE) return this.#adopting(mark);
    return live(mark.reg);
  }

  /**
   * A promise adopts another (`return promise` in an async function, `resolve(promise)`), in a job of its own that
   * tells nothing of the code that asked for it. But jobs run in the order they were queued, so that code is among
   * what ran since the job before this one was queued.
   */
  #adopting(mark: Mark): Known | null {
    const known = live(mark.reg);
    if (known === null) return null;
    const first = this.log.windowFrom(this.#queued);
    this.#adopter = { known, first };
    return this.log.among(known, first);
  }

  /** The adopted promise tells more: if it was made in that time, it was returned by the code that made it. */
  #adopt(adopted: Mark): Known | null {
    const { known, first } = this.#adopter ?? {};
    this.#adopter = null;
    if (known === undefined || first === undefined || adopted.made < first || adopted.reg === null) return this.current;
    this.current = received(known, adopted.reg);
    this.#note(this.current);
    return this.current;
  }

  #join(mark: Mark): void {
    const { joined } = mark;
    mark.joined = null;
    if (joined === null) return;
    for (const member of joined.members) {
      const base = live(mark.set ?? mark.reg);
      if (member.set === null || base === null || member.set.sets !== base.sets) continue;
      mark.set = joined.certain ? base.sets.union(base, member.set) : base.sets.doubt(base, member.set);
    }
  }

  readonly #hooks: PromiseHooks = {
    init: this.#init,
    before: this.#before,
    after: this.#after,
    settled: this.#settled,
  };
}

/**
 * Inside an operation much may have settled (a connection it shares, a twin it was merged with) that its caller did not
 * wait for. Where the application itself answers, as when one route calls another in the same process, the caller
 * waited for what that code knew.
 */
function answered(owned: Owned, current: Known | null): Known {
  const known = owned.settled();
  return current === null || current.inner ? known : (handedOver(known, current) ?? known);
}
