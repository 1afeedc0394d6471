import type { Root } from "../../../operation.ts";
import type { Program } from "./program.ts";
import type { Upstream } from "./upstream.ts";

type Truth = ReadonlySet<string>;

interface Memo {
  readonly root: Root;
  readonly promise: Promise<Truth>;
}

/** Promises that several requests share, as a module-level cache does. */
export type SharedMemos = Map<number, Memo>;

/** Executes a program and works out, by handing knowledge on as plain values, what each operation waited for. */
export class ProgramRun {
  /** What each operation waited for, by the program's own meaning. */
  readonly truth: Map<string, readonly string[]> = new Map();
  /** Everything started, awaited or not. */
  readonly floating: Promise<unknown>[] = [];
  readonly #upstream: Upstream;
  readonly #root: Root;
  readonly #shared: SharedMemos;
  readonly #memos: SharedMemos = new Map();
  readonly #queue: (() => void)[] = [];
  #turn: Promise<Truth> = Promise.resolve<Truth>(new Set());

  constructor(upstream: Upstream, root: Root, shared: SharedMemos) {
    this.#upstream = upstream;
    this.#root = root;
    this.#shared = shared;
  }

  /** Inside a turn or a memo (`bare`) no second one is taken: it could wait for itself. */
  async run(program: Program, known: Truth, bare = false): Promise<Truth> {
    switch (program.kind) {
      case "call":
        return this.#call(program, known);
      case "get":
        return this.#get(program.time, known);
      case "sleep":
        await this.#sleep(program.by);
        return known;
      case "sequence":
        return this.#sequence(program.parts, known, bare);
      case "all":
        return union(known, ...(await Promise.all(program.parts.map((part) => this.run(part, known, bare)))));
      case "settled":
        return union(known, ...(await this.#settled(program.parts, known, bare)));
      case "race":
        return union(known, await Promise.race(program.parts.map((part) => this.#float(this.run(part, known, bare)))));
      case "limited":
        if (bare) return this.#sequence(program.parts, known, bare);
        return union(known, ...(await Promise.all(program.parts.map((part) => this.#inTurn(part, known)))));
      case "then":
        return this.run(program.first, known, bare).then((then) => this.run(program.next, union(known, then), bare));
      case "hoisted": {
        const early = this.#float(this.run(program.first, known, bare));
        const later = await this.run(program.next, known, bare);
        return union(later, await early);
      }
      case "floating":
        void this.#float(this.run(program.first, known, bare));
        return this.run(program.next, known, bare);
      case "generator":
        return this.#generated([program.first, program.next], known, bare);
      case "returned":
        return this.#returned(program, known, bare);
      case "queued": {
        const before = await this.run(program.first, known, bare);
        return new Promise((resolve, reject) => {
          this.#enqueue(program.by, () => {
            this.run(program.next, before, bare).then(resolve, reject);
          });
        });
      }
      case "memo":
        if (bare) return this.run(program.first, known, bare);
        return union(known, await this.#memo(program, known));
      default:
        return program satisfies never;
    }
  }

  async #call(program: Extract<Program, { kind: "call" }>, known: Truth): Promise<Truth> {
    const name = this.#named(known);
    const response = this.#upstream.fetch(this.#root, name, program.time, program.read === "fails");
    if (program.read === "fails") {
      try {
        await response;
      } catch {
        return union(known, [`${name}.h`]);
      }
    }
    const answer = await response;
    if (program.read === "headers") return union(known, [`${name}.h`]);
    await answer.body();
    return union(known, [`${name}.h`, `${name}.b`]);
  }

  #get(time: number, known: Truth): Promise<Truth> {
    const name = this.#named(known);
    return new Promise((resolve) => {
      this.#upstream.get(this.#root, name, time, () => resolve(union(known, [`${name}.h`, `${name}.b`])));
    });
  }

  #sleep(by: "outside" | "promise" | "timer"): Promise<unknown> {
    if (by === "outside") return this.#upstream.sleep(3);
    if (by === "promise") return Promise.resolve();
    return new Promise((resolve) => setTimeout(resolve, 2));
  }

  async #sequence(parts: readonly Program[], known: Truth, bare: boolean): Promise<Truth> {
    let now = known;
    for (const part of parts) now = await this.run(part, now, bare);
    return now;
  }

  async #settled(parts: readonly Program[], known: Truth, bare: boolean): Promise<Truth[]> {
    const results = await Promise.allSettled(parts.map((part) => this.run(part, known, bare)));
    return results.map((result) => (result.status === "fulfilled" ? result.value : new Set<string>()));
  }

  #inTurn(part: Program, known: Truth): Promise<Truth> {
    this.#turn = this.#turn.then((before) => this.run(part, union(known, before), true));
    return this.#turn;
  }

  async #generated(parts: readonly Program[], known: Truth, bare: boolean): Promise<Truth> {
    let now = known;
    const step = async function* (this: ProgramRun): AsyncGenerator<Truth> {
      for (const part of parts) yield await this.run(part, now, bare);
    }.bind(this);
    for await (const truth of step()) now = union(now, truth);
    return now;
  }

  async #returned(program: Extract<Program, { kind: "returned" }>, known: Truth, bare: boolean): Promise<Truth> {
    let then: Truth = new Set();
    const early = this.#float(this.run(program.earlier, known, bare));
    const load = async (): Promise<Truth> => {
      then = await this.run(program.waited, known, bare);
      return program.mark === "await" ? await early : early;
    };
    return union(known, await load(), then);
  }

  async #memo({ key, shared, first }: Extract<Program, { kind: "memo" }>, known: Truth): Promise<Truth> {
    const memos = shared ? this.#shared : this.#memos;
    let memo = memos.get(key);
    if (memo === undefined) {
      memo = { root: this.#root, promise: this.run(first, known, true) };
      memos.set(key, memo);
    }
    const truth = await memo.promise;
    return memo.root === this.#root ? truth : new Set();
  }

  /** A queue that is run once for everyone who came by, as React runs its woken tasks. */
  #enqueue(by: "immediate" | "tick" | "microtask", task: () => void): void {
    this.#queue.push(task);
    if (this.#queue.length > 1) return;
    const run = (): void => {
      for (const next of this.#queue.splice(0)) next();
    };
    if (by === "immediate") setImmediate(run);
    else if (by === "tick") process.nextTick(run);
    else queueMicrotask(run);
  }

  #named(known: Truth): string {
    const name = `${this.#root.spanId}:${this.truth.size}`;
    this.truth.set(name, [...known].sort());
    return name;
  }

  #float(promise: Promise<Truth>): Promise<Truth> {
    this.floating.push(promise);
    return promise;
  }
}

function union(...sets: Iterable<string>[]): Truth {
  return new Set(sets.flatMap((set) => [...set]));
}
