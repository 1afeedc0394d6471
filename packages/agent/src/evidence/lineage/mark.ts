import type { AwaitedFrom } from "../../awaited-from.ts";
import { Given } from "../../given.ts";
import type { Known } from "./known.ts";

/** Not a reaction: an async function's own promise, `new Promise`, `Promise.resolve`. */
export const SOURCE = 0;
/** Made by `await p` or `p.then`, and that reaction has not run yet. */
export const WAITING = 1;
/** Its reaction has run; should it run again, it is adopting the promise the reaction returned. */
export const RAN = 2;

/** What an operation's own promise is worth once it settles, whoever settles it. */
export interface Owned {
  readonly settled: () => Known;
}

/** A promise that settles when others have: `all` and `allSettled` know every member, `any` perhaps. */
export interface Joined {
  readonly members: readonly Mark[];
  readonly certain: boolean;
}

/** What lineage remembers of one promise. One shape, so that the hooks stay monomorphic. */
export class Mark {
  /** What the code knew that made this promise, later what its reaction knew. */
  reg: Known | null;
  /** What was known where the promise settled. */
  set: Known | null = null;
  /** The mark of the promise waited for; dropped as soon as the reaction runs, or long chains stay in memory. */
  from: Mark | null;
  state: number;
  /** Position in the clock's log where it was made. */
  readonly made: number;
  /** Position where it settled, until then where it was made. */
  when: number;
  owned: Owned | null = null;
  joined: Joined | null = null;
  isSettled = false;
  /** What the code that made it was itself awaited from. */
  readonly caller: AwaitedFrom | null;
  /** Where it is waited for, should it stand for something with a `then` of its own. */
  awaited: AwaitedFrom | null = null;

  constructor(reg: Known | null, from: Mark | null, when: number, caller: AwaitedFrom | null) {
    this.caller = caller;
    this.reg = reg;
    this.from = from;
    this.state = from === null ? SOURCE : WAITING;
    this.made = when;
    this.when = when;
  }
}

/** Keeps a mark on a promise in a private field. */
class Stamp extends Given {
  #mark: Mark;

  private constructor(promise: object, mark: Mark) {
    super(promise);
    this.#mark = mark;
  }

  static get(promise: object): Mark | undefined {
    return #mark in promise ? promise.#mark : undefined;
  }

  static set(promise: object, mark: Mark): void {
    void new Stamp(promise, mark);
  }
}

export function markOf(promise: object): Mark | undefined {
  return Stamp.get(promise);
}

/** Stamps a promise that has no mark yet; a second stamp would throw. */
export function stamp(promise: object, mark: Mark): void {
  Stamp.set(promise, mark);
}
