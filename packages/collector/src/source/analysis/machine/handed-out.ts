import { isParsed, type SourceProject } from "../project/source-project.ts";
import { nameOf } from "../syntax/function-name.ts";
import { recallLater } from "./callbacks.ts";
import type { Machine, NativeArguments } from "./machine.ts";
import { parentClass, partsOf } from "./memory.ts";
import type { ClosureObj, Obj, RecordObj } from "./objects.ts";
import { reachesOut } from "./reaches-out.ts";
import { OPAQUE, type Taint } from "./taint.ts";
import { join, NOTHING, of, scalar, type Value } from "./value.ts";

/** Functions of the project that one thing outside of it is remembered to have been handed. */
export const MAX_HANDED = 64;
/** Objects one argument is looked through for functions. */
const MAX_LOOKED = 2_000;

/** Functions that make functions (`(next) => (request) => …`), one within the other. */
const MAX_DEPTH = 3;

/** What such a function may be given: something that owes this to A, or what the thing itself was given. */
export interface Told {
  readonly owed: Taint;
  readonly shared: Value;
}

/** Functions in what is handed over; `complete` unless it is more than is looked through. */
interface Found {
  readonly found: readonly ClosureObj[];
  readonly complete: boolean;
}

/** Where what is handed over is kept: the thing itself, and the package it belongs to. */
export interface Holder {
  readonly holder: object;
  readonly owner: object;
}

/** Stands for whatever runs when something is asked for, wherever that is. */
const EVERYWHERE: Holder = (() => {
  const all = {};
  return { holder: all, owner: all };
})();

/**
 * Functions of the project that were handed to what is not followed (an interceptor, a listener, a rule of a schema). From
 * then on any call of that thing may run them. Those that name nothing but what they are given are not kept: it is all the
 * same when they run.
 */
export class HandedOut {
  readonly #own = new WeakMap<object, Set<ClosureObj>>();
  /** By package: also what was handed to things that it made. */
  readonly #all = new WeakMap<object, Set<ClosureObj>>();
  readonly #running = new Set<ClosureObj>();
  readonly #bound = new WeakMap<RecordObj, Map<ClosureObj, ClosureObj>>();

  /** Answers whether all of them could be kept. */
  keep(at: Holder | undefined, found: readonly ClosureObj[]): boolean {
    const { holder, owner } = at ?? EVERYWHERE;
    const kept = found.map((one) => add(this.#own, holder, one) && add(this.#all, owner, one));
    return kept.every(Boolean);
  }

  keepAll(at: Holder, values: readonly Value[]): boolean {
    const { found, complete } = this.within(values);
    return this.keep(at, found) && complete;
  }

  /** What a call of a thing may run. */
  of({ holder, owner }: Holder): ReadonlySet<ClosureObj> {
    const own = holder === owner ? this.#all.get(owner) : this.#own.get(holder);
    const shared = holder === owner ? undefined : this.#own.get(owner);
    return new Set([...(own ?? []), ...(shared ?? []), ...this.everywhere()]);
  }

  everywhere(): ReadonlySet<ClosureObj> {
    return this.#all.get(EVERYWHERE.owner) ?? new Set();
  }

  /** Functions in an argument, however deep, and those that things in it were handed before. */
  within(values: readonly Value[]): Found {
    const found = new Set<ClosureObj>();
    const seen = new Set<Obj>();
    const open = values.flatMap(({ refs }) => refs);
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      if (seen.has(ref)) continue;
      if (seen.size >= MAX_LOOKED) return { found: [...found], complete: false };
      seen.add(ref);
      if (ref.kind === "closure" && reachesOut(ref)) found.add(ref);
      if (ref.kind === "external") for (const one of this.#own.get(ref.root.holder) ?? []) found.add(one);
      if (ref.kind !== "record" || ref.shape !== "closed") continue;
      for (const part of partsOf(ref)) open.push(...part.refs);
      for (const one of this.#membersOf(ref)) if (reachesOut(one)) found.add(one);
    }
    return { found: [...found], complete: true };
  }

  /**
   * `class Api extends DataSource { willSendRequest(request) {…} }`: what a class from outside calls of an instance that
   * it is the parent of. What the project itself calls by its name is taken for its own.
   */
  hooksOf({ project }: Machine, ref: RecordObj): readonly ClosureObj[] {
    if (ref.type === undefined) return [];
    return this.#membersOf(ref).filter(({ node, file }) => {
      const name = nameOf(file, node)?.split(".").at(-1);
      return name !== undefined && !isCalledOnSomething(project, name);
    });
  }

  /** Methods, getters and setters of an object, each as its own. */
  #membersOf(ref: RecordObj): readonly ClosureObj[] {
    const found: (ClosureObj | undefined)[] = [...ref.accessors.values()].flatMap(({ get, set }) => [get, set]);
    for (let at = ref.type; at !== undefined; at = parentClass(at)) {
      for (const [name, method] of at.methods) if (name !== "constructor") found.push(method);
      for (const { get, set } of at.accessors.values()) found.push(get, set);
    }
    return found.flatMap((one) => (one === undefined ? [] : this.#boundTo(ref, one)));
  }

  #boundTo(ref: RecordObj, one: ClosureObj): ClosureObj {
    const bound = this.#bound.get(ref) ?? new Map<ClosureObj, ClosureObj>();
    this.#bound.set(ref, bound);
    const made = bound.get(one) ?? { ...one, self: of(ref) };
    bound.set(one, made);
    return made;
  }

  /**
   * Runs them, each with nothing known of what it is given but what that owes to A, and those that they answer with;
   * answers what they may answer.
   */
  run(machine: Machine, functions: Iterable<ClosureObj>, call: NativeArguments, told: Told, depth: number = 0): Value {
    let result: Value = NOTHING;
    for (const one of functions) {
      // What is running already is being seen.
      if (this.#running.has(one) || (machine.running.get(one.node) ?? 0) > 0) continue;
      this.#running.add(one);
      machine.watch.elsewhere += 1;
      try {
        const answer = plain(recallLater(machine, one, call, told));
        result = join(result, answer);
        result = join(result, this.#runMade(machine, answer, call, told, depth));
      } finally {
        machine.watch.elsewhere -= 1;
        this.#running.delete(one);
      }
    }
    return result;
  }

  #runMade(machine: Machine, answer: Value, call: NativeArguments, told: Told, depth: number): Value {
    const { found, complete } = this.within([answer]);
    if (found.length === 0 && complete) return NOTHING;
    if (complete && depth < MAX_DEPTH) return this.run(machine, found, call, told, depth + 1);
    machine.watch.meet(OPAQUE);
    return scalar(OPAQUE);
  }
}

function add(map: WeakMap<object, Set<ClosureObj>>, key: object, one: ClosureObj): boolean {
  const known = map.get(key) ?? new Set();
  map.set(key, known);
  if (known.has(one)) return true;
  if (known.size >= MAX_HANDED) return false;
  known.add(one);
  return true;
}

/** What a promise is of, in its place: who called waits for more than that. */
function plain(value: Value): Value {
  return value.refs.reduce(
    (all: Value, ref) => join(all, ref.kind === "promise" ? ref.value : of(ref)),
    scalar(value.taint),
  );
}

/** `api.load(…)`, anywhere in the project? */
function isCalledOnSomething(project: SourceProject, name: string): boolean {
  const call = new RegExp(`\\.\\s*#?${name.replaceAll(/[^\w]/g, "\\$&")}\\s*\\(`);
  return project.calling(name).some((path) => {
    const file = project.file(path);
    return isParsed(file) && call.test(file.text);
  });
}
